using Komandor.Consensus;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica.Tests;

/// <summary>Both machines of a member on one thread, with a store and no delays: effects are carried out at once, messages are left to the network.</summary>
internal sealed class TestMember(TestNetwork network, MemberId id, SigningKey key)
{
    private readonly Queue<(Machine Machine, ReplicaInput Input)> _inputs = [];
    private bool _isBusy;

    public MemberId Id { get; } = id;

    public MemoryKeyValueStore Store { get; set; } = new();

    public MemoryStateFiles Files { get; set; } = new();

    public bool IsUp { get; private set; }

    public List<ReplicaEffect> Effects { get; } = [];

    public List<SignedEvent> Sent { get; } = [];

    /// <summary>Own events stay unsynced until it is false again.</summary>
    public bool HoldsSyncs { get; set; }

    public Queue<ReplicaInput> HeldSyncs { get; } = [];

    /// <summary>What judges private transactions when they come in and when they execute, as in a node: verdicts do not outlive a start.</summary>
    public PrivateVerifier Proofs { get; private set; } = new();

    public Orderer Orderer { get; private set; } = null!;

    public Executor Executor { get; private set; } = null!;

    public Archivist Archivist { get; private set; } = null!;

    /// <summary>Segments that were found, by number.</summary>
    public Dictionary<ulong, HistoryFound> Found { get; } = [];

    public Genesis Genesis => network.Chain.Genesis;

    public BlockStore Blocks => new(Store);

    public OrdererStatus Status => Orderer.Status();

    /// <summary>Whether a block here executed a transaction.</summary>
    public bool HasExecuted(TransactionId id)
    {
        for (ulong height = 1; height <= Blocks.Height; height++)
        {
            if (Blocks.Block(height) is Block block && block.Transactions.Any(transaction => transaction.Id == id))
            {
                return true;
            }
        }

        return false;
    }

    public void Start()
    {
        IsUp = true;
        _inputs.Clear();
        HeldSyncs.Clear();
        List<ReplicaEffect> effects = [];
        Proofs = new PrivateVerifier();
        Executor = new Executor(network.Settings(Id), network.Chain, Store, Files, SerialForkJoin.Instance, Proofs);
        Executor.Start(network.Moment, effects);
        Carry(effects);
        Orderer = new Orderer(network.Settings(Id), network.Chain, key, Store);
        effects = [];
        Orderer.Start(network.Moment, effects);
        Archivist = new Archivist(network.Settings(Id), network.Chain, Store, Executor.State, SerialForkJoin.Instance);
        Carry(effects);
        Drain();
    }

    public void Stop() => IsUp = false;

    public void LetTimePass()
    {
        Give(new Tick());
    }

    public void Give(ReplicaInput input)
    {
        if (!IsUp)
        {
            return;
        }

        bool isForAll = input is Tick or PeerConnected or PeerDisconnected;
        bool isExecutors = input is RoundOrdered or CatchUp or HistoryRebuilt or HistoryMissed or MessageReceived { Message.IsForExecutor: true };
        bool isArchivists = input is HistoryWanted or MessageReceived { Message.IsForArchivist: true };
        if (isForAll || isExecutors)
        {
            _inputs.Enqueue((Machine.Executor, input));
        }

        if (isForAll || isArchivists)
        {
            _inputs.Enqueue((Machine.Archivist, input));
        }

        if (isForAll || !(isExecutors || isArchivists))
        {
            _inputs.Enqueue((Machine.Orderer, input));
        }

        Drain();
    }

    public void Release()
    {
        HoldsSyncs = false;
        while (HeldSyncs.TryDequeue(out ReplicaInput? input))
        {
            Give(input);
        }
    }

    private void Drain()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        while (_inputs.TryDequeue(out (Machine Machine, ReplicaInput Input) next))
        {
            List<ReplicaEffect> effects = [];
            switch (next.Machine)
            {
                case Machine.Orderer:
                    Orderer.Handle(next.Input, network.Moment, effects);
                    break;
                case Machine.Executor:
                    Executor.Handle(next.Input, network.Moment, effects);
                    break;
                case Machine.Archivist:
                    Archivist.Handle(next.Input, network.Moment, effects);
                    break;
            }

            Carry(effects);
        }

        _isBusy = false;
    }

    private void Carry(List<ReplicaEffect> effects)
    {
        foreach (ReplicaEffect effect in effects)
        {
            Effects.Add(effect);
            switch (effect)
            {
                case Send send:
                    Note(send);
                    network.Post(Id, send.Peer, send.Encoded);
                    break;
                case WriteEvents write:
                    Store.Write(write.Batch, write.OwnEvent is not null && !HoldsSyncs);
                    if (write.OwnEvent is EventId own)
                    {
                        Synced(new OwnEventDurable(own));
                    }

                    break;
                case ExecuteRound execute:
                    Give(new RoundOrdered(execute.Round));
                    break;
                case RoundApplied applied:
                    Give(new RoundExecuted(applied));
                    break;
                case CommitBlock commit:
                    network.Executed.Add(commit.Block.Header);
                    KeyValueBatch flushed = Executor.FlushState();
                    Store.Write(commit.Batch, durable: true);
                    Store.Write(flushed, durable: true);
                    Give(new BlockDurable(commit.Block.Header.Height));
                    break;
                case WriteState write:
                    Store.Write(write.Batch, write.IsDurable);
                    break;
                case BlockFinal final:
                    Store.Write(final.Batch, durable: false);
                    break;
                case CatchUpNeeded needed:
                    Give(new CatchUp(needed.Reason));
                    break;
                case HistoryNeeded needed:
                    Give(new HistoryWanted(needed.Height));
                    break;
                case HistoryFound found:
                    Found[found.Segment.Number] = found;
                    Give(new HistoryRebuilt(found.Segment, found.Data));
                    break;
                case HistoryLost lost:
                    Give(new HistoryMissed(lost.Height));
                    break;
                case StateLearned learned:
                    Store.Write(learned.Batch, durable: true);
                    network.Reopen(this);
                    break;
            }
        }
    }

    private enum Machine
    {
        Orderer,
        Executor,
        Archivist,
    }

    private void Synced(ReplicaInput input)
    {
        if (HoldsSyncs)
        {
            HeldSyncs.Enqueue(input);
        }
        else
        {
            Give(input);
        }
    }

    private void Note(Send send)
    {
        if (MessageCodec.TryDecode(send.Encoded.Span, out GossipMessage? message, out _) && message is EventsMessage events)
        {
            foreach (ReadOnlyMemory<byte> encoded in events.Encoded)
            {
                Assert.True(SignedEvent.TryDecode(encoded.ToArray(), out SignedEvent? signed, out _));
                Sent.Add(signed);
            }
        }
    }
}
