using System.Diagnostics;
using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.State;

namespace Komandor.Benchmarks;

/// <summary>Both machines of one member on one thread, with their effects carried out as the node's runtime does, and a stopwatch for each stage.</summary>
/// <remarks>A block's batch is written at once and made durable by one flush for all that wait, at <see cref="Flush"/>.</remarks>
internal sealed class BenchmarkMember
{

    private readonly IKeyValueStore _store;
    private readonly Orderer _orderer;
    private readonly Executor _executor;
    private readonly Action<Send> _send;
    private readonly Queue<ReplicaInput> _toOrderer = [];
    private readonly Queue<ReplicaInput> _toExecutor = [];
    private readonly Queue<ReplicaInput> _whenDurable = [];
    private Moment _moment;

    /// <summary>A member that has started.</summary>
    /// <param name="settings">Its numbers.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="key">Its key.</param>
    /// <param name="store">Its store, empty.</param>
    /// <param name="files">The files of its state, none.</param>
    /// <param name="moment">The time of its start.</param>
    /// <param name="send">Takes its messages.</param>
    internal BenchmarkMember(ReplicaSettings settings, ChainContext chain, SigningKey key, IKeyValueStore store, IStateFiles files, Moment moment, Action<Send> send)
    {
        _store = store;
        _send = send;
        _moment = moment;
        List<ReplicaEffect> effects = [];
        _executor = new Executor(settings, chain, store, files, SerialForkJoin.Instance);
        _executor.Start(moment, effects);
        CarryOut(effects);
        Flush();
        _orderer = new Orderer(settings, chain, key, store);
        effects.Clear();
        _orderer.Start(moment, effects);
        CarryOut(effects);
        Drain();
        Flush();
    }

    /// <summary>Time in the Orderer.</summary>
    internal Stopwatch Ordering { get; } = new();

    /// <summary>Time in the Executor.</summary>
    internal Stopwatch Executing { get; } = new();

    /// <summary>Time in the store's writes, flushes included.</summary>
    internal Stopwatch Persisting { get; } = new();

    /// <summary>Transactions that took effect.</summary>
    internal int Executed { get; private set; }

    /// <summary>Blocks made.</summary>
    internal int Blocks { get; private set; }

    /// <summary>The height of the newest block with a certificate.</summary>
    internal ulong FinalHeight { get; private set; }

    /// <summary>Hands an input to the Orderer and carries out all that follows from it.</summary>
    internal void Give(ReplicaInput input, in Moment moment)
    {
        _moment = moment;
        _toOrderer.Enqueue(input);
        Drain();
    }

    /// <summary>One flush, and what waited for it.</summary>
    internal void Flush()
    {
        while (_whenDurable.Count > 0)
        {
            Persisting.Start();
            KeyValueBatch flushed = _executor.FlushState();
            Persisting.Stop();
            Write(flushed, durable: true);
            while (_whenDurable.TryDequeue(out ReplicaInput? input))
            {
                _toOrderer.Enqueue(input);
            }

            Drain();
        }
    }

    private void Drain()
    {
        List<ReplicaEffect> effects = [];
        while (_toOrderer.Count + _toExecutor.Count > 0)
        {
            effects.Clear();
            if (_toExecutor.TryDequeue(out ReplicaInput? input))
            {
                Executing.Start();
                _executor.Handle(input, _moment, effects);
                Executing.Stop();
            }
            else
            {
                Ordering.Start();
                _orderer.Handle(_toOrderer.Dequeue(), _moment, effects);
                Ordering.Stop();
            }

            CarryOut(effects);
        }
    }

    private void CarryOut(List<ReplicaEffect> effects)
    {
        foreach (ReplicaEffect effect in effects)
        {
            switch (effect)
            {
                case Send send:
                    _send(send);
                    break;
                case WriteEvents write:
                    Write(write.Batch, durable: false);
                    if (write.OwnEvent is EventId own)
                    {
                        _whenDurable.Enqueue(new OwnEventDurable(own));
                    }

                    break;
                case ExecuteRound round:
                    _toExecutor.Enqueue(new RoundOrdered(round.Round));
                    break;
                case RoundApplied applied:
                    _toOrderer.Enqueue(new RoundExecuted(applied));
                    break;
                case CommitBlock commit:
                    Write(commit.Batch, durable: false);
                    _whenDurable.Enqueue(new BlockDurable(commit.Block.Header.Height));
                    Executed += commit.Block.Transactions.Length;
                    Blocks++;
                    break;
                case WriteState write:
                    Write(write.Batch, write.IsDurable);
                    break;
                case BlockFinal final:
                    Write(final.Batch, durable: false);
                    FinalHeight = final.Header.Height;
                    break;
                case SubmissionAnswered { Fault: PoolFault.None }:
                    break;
                default:
                    throw new InvariantViolationException($"The benchmark did not expect {effect}.");
            }
        }
    }

    private void Write(KeyValueBatch batch, bool durable)
    {
        Persisting.Start();
        _store.Write(batch, durable);
        Persisting.Stop();
    }
}
