using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Indexes;
using Komandor.Replica.Inputs;
using Komandor.State;

namespace Komandor.Replica;

/// <summary>The half of a member that turns decided rounds into blocks, and serves and learns states and blocks: docs/protocol/gossip.md §7 and §8.</summary>
/// <remarks>A pure state machine on one thread. The batches of its effects must be readable in the store before its next input, in the order in
/// which they came; how soon they are durable is the shell's matter, except where an effect says so.</remarks>
public sealed partial class Executor
{
    private readonly ReplicaSettings _settings;
    private readonly ChainContext _chain;
    private readonly IKeyValueStore _store;
    private readonly IForkJoin _forkJoin;
    private readonly IPrivateProofs _proofs;
    private readonly BlockStore _blocks;
    private readonly IStateFiles _files;
    private readonly string _place;
    private readonly LedgerState _state;
    private readonly StatePins _pins;
    private StateIndexes? _indexes;
    private BlockHeader _head = null!;
    private long _round;
    private long _savedRound;
    private List<ReplicaEffect> _effects = [];
    private Moment _moment;
    private bool _isHalted;

    /// <summary>A member that goes on from what <paramref name="store"/> holds; an empty store is a new chain. Call <see cref="Start"/> next.</summary>
    /// <param name="settings">The member's numbers.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="store">The member's store.</param>
    /// <param name="files">The files of its state.</param>
    /// <param name="forkJoin">Runs independent transactions in parallel.</param>
    /// <param name="proofs">Judges private transactions, or knows verdicts that the shell's workers found ahead of time; null for one that knows none.</param>
    public Executor(
        ReplicaSettings settings, ChainContext chain, IKeyValueStore store, IStateFiles files, IForkJoin forkJoin, IPrivateProofs? proofs = null)
    {
        _proofs = proofs ?? new PrivateVerifier();
        _settings = settings;
        _chain = chain;
        _store = store;
        _files = files;
        _forkJoin = forkJoin;
        _blocks = new BlockStore(store);
        _pins = new StatePins(PatienceTimeouts * settings.AnswerTimeoutUs);

        // The logs of the spent tags and of the state are synced before the store, so after a power loss they have at least what the store had when that was synced last (docs/protocol/store.md, MS1 to MS4).
        _place = StatePlaces.Current(store);
        _state = new LedgerState(files, _place, NeededVersion(), isLessEnough: true, forkJoin: forkJoin);
    }

    /// <summary>The current state: for reading between inputs, on the Executor's thread; <see cref="IStateStore.Snapshot"/> for other threads.</summary>
    public IStateStore State => _state.Objects;

    /// <summary>The same with the spent tags; <see cref="LedgerState.Snapshot"/> for other threads.</summary>
    public LedgerState Ledger => _state;

    /// <summary>Makes the state durable: from any thread, one at a time.</summary>
    /// <returns>What to write durably to the store after it: how far the log is on the disk now (docs/protocol/store.md, MS6).</returns>
    public KeyValueBatch FlushState()
    {
        ulong version = _state.Version;
        _state.Flush();
        KeyValueBatch batch = new();
        StatePlaces.PutDurable(batch, _place, version);
        return batch;
    }

    /// <summary>Writes genesis into an empty store. Call it once, before any input and before an <see cref="Orderer"/> is made.</summary>
    /// <param name="moment">The time.</param>
    /// <param name="effects">Where what is to be done is added.</param>
    public void Start(in Moment moment, List<ReplicaEffect> effects)
    {
        _moment = moment;
        _effects = effects;
        try
        {
            Restore();
        }
        catch (InvariantViolationException violation)
        {
            _isHalted = true;
            effects.Add(new Halt(violation.Message));
        }
    }

    private void Restore()
    {
        if (!_blocks.IsInitialised)
        {
            WriteGenesis();
        }
        else if (_state.Version < NeededVersion())
        {
            if (_state.Version < StatePlaces.Durable(_store, _place))
            {
                _effects.Add(new StateDamaged(
                    $"The state's log is damaged: {_state.EndOfReading}; versions {_state.Version + 1} to {NeededVersion()} are made again from their blocks."));
            }

            RollBack(_state.Version);
        }
        else
        {
            _head = _blocks.Header(_blocks.Height)!;
            _round = StoredSnapshot.Read(_store).Round;
            NoteCut();
        }

        Invariant.Require(_head.ChainId == _chain.Chain, "the store holds the configured chain");
        _savedRound = _round;
        Invariant.Require(_state.Root == _head.StateRoot && _round >= (long)_head.Round);
        _headSizeBytes = _head.Height == 0 ? 0 : _blocks.EncodedBlock(_head.Height)!.Length;
        _backfill = Backfill.Read(_store);
        TrimBackfill();
        _indexes = _settings.KeepsIndexes ? new StateIndexes(_store, StatePlaces.IsOdd(_store), _state.Version) : null;
    }

    /// <summary>Takes an input.</summary>
    /// <param name="input">What happened.</param>
    /// <param name="moment">When.</param>
    /// <param name="effects">Where what is to be done is added, in order.</param>
    public void Handle(ReplicaInput input, in Moment moment, List<ReplicaEffect> effects)
    {
        if (_isHalted)
        {
            return;
        }

        _moment = moment;
        _effects = effects;
        try
        {
            Dispatch(input);
        }
        catch (InvariantViolationException violation)
        {
            _isHalted = true;
            effects.Add(new Halt(violation.Message));
        }
    }

    private void Dispatch(ReplicaInput input)
    {
        ReleaseRound();
        switch (input)
        {
            case RoundOrdered ordered:
                Execute(ordered.Round);
                break;
            case MessageReceived received:
                Receive(received.Peer, received.Message);
                break;
            case PeerConnected connected:
                _peers.Add(connected.Peer);
                break;
            case PeerDisconnected disconnected:
                _peers.Remove(disconnected.Peer);
                break;
            case HistoryRebuilt rebuilt:
                TakeHistory(rebuilt);
                break;
            case HistoryMissed missed:
                MissHistory(missed);
                break;
            case CatchUp catchUp:
                BeginLearning(catchUp.Reason);
                break;
            case Tick:
                AskForState();
                AskForBlocks();
                StepIndexes();
                if (!_isOtherPlaceEmpty && !IsLearning)
                {
                    ClearOtherPlace();
                    _isOtherPlaceEmpty = true;
                }

                break;
            default:
                throw new InvariantViolationException($"The Executor does not take {input.GetType().Name}.");
        }
    }

    private void WriteGenesis()
    {
        KeyValueBatch batch = new();
        LedgerStaged staged = _state.Stage(_chain.Genesis.InitialState(), []);
        _head = _chain.Genesis.Header(staged.Root);
        _state.Commit(staged);
        _state.Flush();
        _round = StoredSnapshot.Read(_store).Round;
        BlockStore.PutBlock(batch, new Block(_head, [], []));
        BlockStore.PutHeight(batch, 0);
        _effects.Add(new WriteState(batch, IsDurable: true));
    }

    // What was cut off was durable and is not there any more.
    private void NoteCut()
    {
        if (StatePlaces.Durable(_store, _place) > _state.Version)
        {
            KeyValueBatch batch = new();
            StatePlaces.PutDurable(batch, _place, _state.Version);
            _effects.Add(new WriteState(batch, IsDurable: true));
        }
    }

    private ulong NeededVersion() => _blocks.IsInitialised ? BlockStore.StateVersion(_blocks.Height) : 0;

    // Blocks whose state a power loss took were never told to be durable: they are forgotten with their certificates, ordered and executed again.
    private void RollBack(ulong version)
    {
        ulong height = version == 0 ? 0 : version - 1;
        byte[]? snapshot = version == 0 ? null : _store.Get(StoreKeys.SnapshotAt(height));
        if (version == 0 || (height > 0 && snapshot is null))
        {
            throw new InvalidDataException(
                $"The state's log is damaged: it ends at version {version} ({_state.EndOfReading}), and the blocks from there to {_blocks.Height} are older than what is kept to go back.");
        }

        KeyValueBatch batch = new();
        ForgetBlocks(batch, height, _blocks.Height);
        BlockStore.PutHeight(batch, height);
        StatePlaces.PutDurable(batch, _place, version);
        ulong final = height;
        while (final > 0 && _blocks.Certificate(final) is null)
        {
            final--;
        }

        BlockStore.PutFinalHeight(batch, Math.Min(final, _blocks.FinalHeight));
        _head = _blocks.Header(height)!;
        if (snapshot is null)
        {
            batch.Delete(StoreKeys.Snapshot);
        }
        else
        {
            batch.Put(StoreKeys.Snapshot, snapshot);
        }

        _round = snapshot is null ? ConsensusSnapshot.Genesis.Round : StoredSnapshot.Decode(snapshot).Round;
        _effects.Add(new WriteState(batch, IsDurable: true));
    }

    private void Execute(OrderedRound round)
    {
        if (IsLearning)
        {
            return;
        }

        if (_heldRounds.Count > 0 || LacksOpenSegment())
        {
            _heldRounds.Enqueue(round);
            return;
        }

        Apply(round);
    }

    private void Apply(OrderedRound round)
    {
        Invariant.Require(round.Round == _round + 1);
        _round = round.Round;
        bool isBlock = round.Transactions.Count > 0 || round.Round - (long)_head.Round >= _settings.MaxRoundsBetweenBlocks;
        if (isBlock)
        {
            MakeBlock(round);
        }
        else
        {
            SaveSnapshot(round.Snapshot);
            _effects.Add(new RoundApplied(round.Round, null));
        }
    }

    private void MakeBlock(OrderedRound round)
    {
        byte[] snapshot = StoredSnapshot.Encode(round.Snapshot);
        KeyValueBatch batch = new();
        List<KeyValuePair<Hash256, byte[]?>> changes = [new(StoredSnapshot.StateKey, StoredSnapshot.StateValue(snapshot))];
        AddArchive(changes, batch);
        BlockInput input = new()
        {
            Parent = _head,
            Round = (ulong)round.Round,
            ConsensusTime = round.Time,
            Transactions = round.Transactions,
            Roster = _chain.Roster,
            NextRoster = _chain.Roster,
            SystemChanges = changes,
        };
        ExecutedBlock executed = BlockExecutor.Execute(input, _state, SystemObjects.ReadParameters(_state), _forkJoin, _proofs);
        _indexes?.Follow(_state, executed.Changes, batch);
        LedgerStaged staged = _state.Stage(executed.Changes, executed.Tags);
        Block block = executed.Seal(staged.Root);
        _state.Commit(staged);
        if (block.Header.Height > (ulong)_settings.RetainedStateVersions)
        {
            _state.Prune(OldestNeeded(staged.Version));
            batch.Delete(StoreKeys.SnapshotAt(block.Header.Height - (ulong)_settings.RetainedStateVersions));
        }

        _headSizeBytes = BlockStore.PutBlock(batch, block);
        BlockStore.PutHeight(batch, block.Header.Height);
        batch.Put(StoreKeys.Snapshot, snapshot);
        batch.Put(StoreKeys.SnapshotAt(block.Header.Height), snapshot);
        _head = block.Header;
        _savedRound = round.Round;
        _effects.Add(new RoundApplied(round.Round, block));
        _effects.Add(new CommitBlock(block, batch));
    }

    // X2: while a state is learned, that of now is about to go.
    private void StepIndexes()
    {
        if (!IsLearning && _indexes?.Step(_state.Objects) is KeyValueBatch step)
        {
            _effects.Add(new WriteState(step, IsDurable: false));
        }
    }

    // A state that takes longer to give than the retained versions last could otherwise never be learned.
    private ulong OldestNeeded(ulong version)
    {
        ulong retained = version - (ulong)_settings.RetainedStateVersions;
        ulong pinnable = version - Math.Min(version, (ulong)_settings.MaxPinnedStateVersions);
        return Math.Min(retained, Math.Max(_pins.Oldest(_moment.ElapsedUs), pinnable));
    }

    // A restart begins at the newest saved round, so empty rounds are saved now and then.
    private void SaveSnapshot(ConsensusSnapshot snapshot)
    {
        if (snapshot.Round - _savedRound < _settings.SnapshotIntervalRounds)
        {
            return;
        }

        _savedRound = snapshot.Round;
        KeyValueBatch batch = new();
        batch.Put(StoreKeys.Snapshot, StoredSnapshot.Encode(snapshot));
        _effects.Add(new WriteState(batch, IsDurable: false));
    }
}
