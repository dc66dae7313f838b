using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Simulation;

/// <summary>A running member, and the shell around it: a disk that forgets what was not synced, a clock that is wrong, a process that dies.</summary>
internal sealed class Copy
{
    private const long TickUs = 5_000;

    private readonly World _world;
    private readonly SigningKey _key;
    private readonly ReplicaSettings _settings;
    private readonly long _skewUs;
    private readonly HashSet<MemberId> _linked = [];
    private Executor? _executor;
    private Orderer? _orderer;
    private Archivist? _archivist;
    private int _life;
    private int _crashAfter = -1;
    private long _syncedAtUs;
    private long _executesAtUs;

    public Copy(World world, int index, RosterMember member, SigningKey key, int side, bool isBranching)
    {
        _world = world;
        _key = key;
        Index = index;
        Member = member.Id;
        Side = side;
        IsBranching = isBranching;
        _settings = world.SettingsOf(member.Id);
        _skewUs = world.Chance.Between(-world.Scenario.MostSkewUs, world.Scenario.MostSkewUs);
    }

    public int Index { get; }

    public MemberId Member { get; }

    /// <summary>Which of the two worlds it belongs to that the branching member shows; 0 or 1.</summary>
    public int Side { get; }

    public bool IsBranching { get; }

    public bool IsUp { get; private set; }

    public bool IsHonest => !IsBranching;

    public int Lives => _life;

    public MemoryKeyValueStore Store { get; } = new();

    public MemoryStateFiles Files { get; } = new();

    public BlockStore Blocks => new(Store);

    public OrdererStatus? Status => IsUp ? _orderer!.Status() : null;

    public ExecutorStatus? ExecutorStatus => IsUp ? _executor!.Status() : null;

    public ArchiveStatus? ArchiveStatus => IsUp ? _archivist!.Status() : null;

    public LedgerState State => _executor!.Ledger;

    private Moment Moment => new(
        _world.Now.Plus(_skewUs), _world.Agenda.NowUs, _world.Chance.Next());

    public void Start()
    {
        IsUp = true;
        int life = ++_life;
        Open([]);
        _world.Links.Refresh();
        Tick(life);
    }

    /// <summary>Dies after so many more effects.</summary>
    public void CrashAfter(int effects) => _crashAfter = effects;

    public void CancelCrash() => _crashAfter = -1;

    public void Submit(VerifiedTransaction transaction) => ToOrderer(new TransactionSubmitted(transaction));

    /// <summary>Dies for good.</summary>
    public void Die()
    {
        _world.Log(this, "is gone for good");
        IsUp = false;
        _life++;
        _linked.Clear();
        _world.Checks.Crashed(this);
        _world.Links.Refresh();
    }

    public void Want(ulong height) => ToArchivist(new HistoryWanted(height));

    public void Receive(MemberId from, ReadOnlyMemory<byte> encoded)
    {
        VerifiedMessage message = _world.Verify(encoded);
        MessageReceived input = new(from, message);
        if (message.IsForExecutor)
        {
            ToExecutor(input);
        }
        else if (message.IsForArchivist)
        {
            ToArchivist(input);
        }
        else
        {
            ToOrderer(input);
        }
    }

    public void LinkChanged(MemberId peer, bool isUp)
    {
        if (isUp)
        {
            _linked.Add(peer);
        }
        else
        {
            _linked.Remove(peer);
        }

        Both(isUp ? new PeerConnected(peer) : new PeerDisconnected(peer));
    }

    private void Open(IReadOnlyList<VerifiedTransaction> pending)
    {
        List<ReplicaEffect> effects = [];
        _executor = new Executor(_settings, _world.Chain, Store, Files, SerialForkJoin.Instance, _world.Clients.Proofs);
        _executor.Start(Moment, effects);
        Perform(effects);
        if (!IsUp)
        {
            return;
        }

        _orderer = new Orderer(_settings, _world.Chain, _key, Store, _world.Verifier)
        {
            GossipsBeforeDurable = _world.Mutant == Mutant.GossipBeforeFsync,
            Branches = IsBranching,
        };
        _archivist = new Archivist(_settings, _world.Chain, Store, _executor.State, SerialForkJoin.Instance);
        effects = [];
        _orderer.Start(Moment, effects, pending);
        Perform(effects);
        foreach (MemberId peer in _linked)
        {
            Both(new PeerConnected(peer));
        }
    }

    private void Tick(int life)
    {
        if (IsUp && life == _life)
        {
            Both(new Tick());
            _world.Agenda.After(TickUs, () => Tick(life));
        }
    }

    private void Both(ReplicaInput input)
    {
        ToExecutor(input);
        ToOrderer(input);
        ToArchivist(input);
    }

    private void ToOrderer(ReplicaInput input)
    {
        if (IsUp)
        {
            List<ReplicaEffect> effects = [];
            _orderer!.Handle(input, Moment, effects);
            Perform(effects);
        }
    }

    private void ToExecutor(ReplicaInput input)
    {
        if (IsUp)
        {
            List<ReplicaEffect> effects = [];
            _executor!.Handle(input, Moment, effects);
            Perform(effects);
        }
    }

    private void ToArchivist(ReplicaInput input)
    {
        if (IsUp)
        {
            List<ReplicaEffect> effects = [];
            _archivist!.Handle(input, Moment, effects);
            Perform(effects);
        }
    }

    private void Perform(List<ReplicaEffect> effects)
    {
        foreach (ReplicaEffect effect in effects)
        {
            if (_crashAfter >= 0 && _crashAfter-- == 0)
            {
                Crash();
            }

            if (!IsUp)
            {
                return;
            }

            Perform(effect);
        }
    }

    private void Perform(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send send:
                _world.Links.Send(this, send.Peer, send.Encoded);
                break;
            case WriteEvents write:
                Store.Write(write.Batch, durable: false);
                if (write.OwnEvent is EventId own)
                {
                    Sync(() => ToOrderer(new OwnEventDurable(own)));
                }

                break;
            case ExecuteRound execute:
                Later(ref _executesAtUs, _world.Chance.Between(100, 3_000), () => ToExecutor(new RoundOrdered(execute.Round)));
                break;
            case RoundApplied applied:
                ToOrderer(new RoundExecuted(applied));
                break;
            case CommitBlock commit:
                Store.Write(commit.Batch, durable: false);
                _world.Checks.Committed(this, commit);
                Sync(() => ToOrderer(new BlockDurable(commit.Block.Header.Height)));
                break;
            case WriteState write:
                Store.Write(write.Batch, write.IsDurable);
                break;
            case BlockFinal final:
                Store.Write(final.Batch, durable: false);
                _world.Checks.Final(this, final);
                break;
            case CatchUpNeeded needed:
                _world.Log(this, $"catches up: {needed.Reason}");
                ToExecutor(new CatchUp(needed.Reason));
                break;
            case HistoryNeeded needed:
                ToArchivist(new HistoryWanted(needed.Height));
                break;
            case HistoryFound found:
                _world.Checks.Found(this, found);
                ToExecutor(new HistoryRebuilt(found.Segment, found.Data));
                break;
            case HistoryLost lost:
                _world.Log(this, $"cannot have block {lost.Height}: {lost.Fault}, {lost.Pieces} of {lost.Needed} pieces");
                ToExecutor(new HistoryMissed(lost.Height));
                break;
            case StateLearned learned:
                Learn(learned);
                break;
            default:
                _world.Checks.Observe(this, effect);
                break;
        }
    }

    private void Learn(StateLearned learned)
    {
        _world.Log(this, $"learned the state of block {learned.Header.Height}");
        _world.Checks.Learned(this, learned.Header);
        Store.Write(learned.Batch, durable: true);
        int life = ++_life;
        Open(_orderer!.Pending);
        Tick(life);
    }

    // Syncs finish in order, each some time later; whatever was written before one survives it.
    private void Sync(Action done) => Later(ref _syncedAtUs, _world.Chance.Between(100, _world.Scenario.MostFsyncUs), () =>
    {
        Store.Write(_executor!.FlushState(), durable: true);
        done();
    });

    private void Later(ref long notBeforeUs, long delayUs, Action action)
    {
        int life = _life;
        notBeforeUs = Math.Max(notBeforeUs, _world.Agenda.NowUs + delayUs);
        _world.Agenda.After(notBeforeUs - _world.Agenda.NowUs, () =>
        {
            if (IsUp && life == _life)
            {
                action();
            }
        });
    }

    private void Crash()
    {
        _world.Log(this, "crashes");
        IsUp = false;
        _life++;
        _crashAfter = -1;
        _linked.Clear();
        Store.Crash();
        Files.Crash(sizeBytes => _world.Chance.Between(0, sizeBytes));
        _world.Checks.Crashed(this);
        _world.Links.Refresh();
        _world.Agenda.After(_world.Chance.Between(5_000, _world.Scenario.MostDownUs), () =>
        {
            _world.Log(this, "starts");
            Start();
        });
    }
}
