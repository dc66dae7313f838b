using System.Collections.Concurrent;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Network;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Archive;
using Komandor.Replica.Inputs;
using Komandor.State;
using Microsoft.Extensions.Logging;

namespace Komandor.Node.Runtime;

/// <summary>Runs one member: drives the Orderer, the Executor and the Archivist on a thread each, and carries out their effects on disk and network.</summary>
/// <remarks>A machine's writes are made at once, on its own thread, so that it reads them; what must be durable before others see it passes the
/// <see cref="DurabilityBarrier"/>, where one flush serves all that wait. When a state was learned from peers, both machines are made anew over the
/// store. Whatever fails ends the run: a member that cannot write must not go on.</remarks>
internal sealed partial class MemberRuntime
{
    private const byte Channel = 16;
    private const int TickMs = 5;
    private const int LinkPollMs = 25;
    // One peer's messages are verified on this part of the cores at most.
    private const int LaneShare = 4;
    // A peer that learns a state has one question for a chunk open, and now and then one for an offer, a header or blocks.
    private const int QuestionsPerPeer = 8;
    private static readonly TimeSpan _banTime = TimeSpan.FromSeconds(10);

    private readonly ReplicaSettings _settings;
    private readonly ChainContext _chain;
    private readonly SigningKey _key;
    private readonly IKeyValueStore _store;
    private readonly IStateFiles _files;
    private readonly PeerHub _peers;
    private readonly IForkJoin _forkJoin;
    private readonly TimeProvider _time;
    private readonly ILogger<MemberRuntime> _log;
    private readonly MessageVerifier _verifier;
    private readonly ConcurrentDictionary<TransactionId, TaskCompletionSource<PoolFault>> _answers = new();
    private readonly PrivateVerifier _proofs = new();
    private BlockHeader? _newest;
    private Session? _session;

    /// <summary>A member that has not started.</summary>
    /// <param name="settings">Its numbers.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="key">Its key; borrowed.</param>
    /// <param name="store">Its store; borrowed.</param>
    /// <param name="files">The files of its state.</param>
    /// <param name="peers">Its links; started and stopped by the caller.</param>
    /// <param name="forkJoin">Runs clusters of transactions.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where its life is told.</param>
    public MemberRuntime(
        ReplicaSettings settings, ChainContext chain, SigningKey key, IKeyValueStore store, IStateFiles files, PeerHub peers,
        IForkJoin forkJoin, TimeProvider time, ILogger<MemberRuntime> log)
    {
        _settings = settings;
        _chain = chain;
        _key = key;
        _store = store;
        _files = files;
        _peers = peers;
        _forkJoin = forkJoin;
        _time = time;
        _log = log;
        _verifier = MessageVerifier.Remembering(chain);
        History = new HistoryReader(height => Volatile.Read(ref _session)?.Archivist.TryPost(new HistoryWanted(height)) ?? false);
    }

    /// <summary>Told of each block once it is final, in order, on the Orderer's thread: must return at once.</summary>
    public event Action<BlockHeader>? BlockBecameFinal;

    /// <summary>Told when blocks that others made final may have been written: those of a learned state, and those fetched below it. On the Executor's
    /// thread: must return at once.</summary>
    public event Action? OldBlocksArrived;

    /// <summary>Told of each executed block's receipts, in order, on the Executor's thread: must return at once.</summary>
    public event Action<BlockHeader, IReadOnlyList<Receipt>>? BlockExecuted;

    /// <summary>Told of each transaction that expired, on the Orderer's thread: must return at once.</summary>
    public event Action<TransactionId>? TransactionExpired;

    /// <summary>The newest picture of the Executor; null before the start.</summary>
    public ExecutorStatus? Execution => Volatile.Read(ref _session)?.Execution;

    /// <summary>The newest picture of the archive; null before the start.</summary>
    public ArchiveStatus? Archive => Volatile.Read(ref _session)?.Archive;

    /// <summary>Old blocks that are not in the store whole.</summary>
    internal HistoryReader History { get; }

    /// <summary>The newest picture of the Orderer; null before the start.</summary>
    public OrdererStatus? Status => Volatile.Read(ref _session)?.Status;

    /// <summary>Writes the genesis into an empty store, so that block 0 can be read before the machines start. Does nothing to another.</summary>
    public void WriteGenesis()
    {
        BlockStore blocks = new(_store);
        if (blocks.IsInitialised)
        {
            // The state is opened by the session: opening it here too would take a start twice as long.
            Invariant.Require(blocks.Header(blocks.Height)!.ChainId == _chain.Chain, "the store holds the configured chain");
            return;
        }

        List<ReplicaEffect> effects = [];
        new Executor(_settings, _chain, _store, _files, _forkJoin).Start(default, effects);
        foreach (ReplicaEffect effect in effects)
        {
            switch (effect)
            {
                case Replica.Effects.CommitBlock commit:
                    _store.Write(commit.Batch, durable: true);
                    break;
                case Replica.Effects.WriteState write:
                    _store.Write(write.Batch, durable: true);
                    break;
                case Replica.Effects.Halt halt:
                    throw new InvariantViolationException(halt.Reason);
                default:
                    throw new InvariantViolationException($"A genesis leads to {effect.GetType().Name}.");
            }
        }
    }

    /// <summary>The state and the spent tags after block <paramref name="height"/>, which later blocks do not change; null when it is not kept here.</summary>
    public LedgerSnapshot? StateAt(ulong height) => Volatile.Read(ref _session)?.Ledger.Snapshot(height + 1);

    /// <summary>Judges transactions with a private part against the newest state, cheap rules first; verdicts on proofs are kept for when they execute. From any thread.</summary>
    /// <returns>The fault of each that could not execute now; none where there is no private part, or no state to judge by.</returns>
    public LedgerFault[] Foresee(IReadOnlyList<Transaction> transactions)
    {
        bool isPrivate = transactions.Any(static transaction => transaction.Body.Bundle is not null || transaction.Body.Order is not null);
        BlockHeader? newest = Volatile.Read(ref _newest);
        return isPrivate && newest is not null && StateAt(newest.Height) is { } state
            ? _proofs.Foresee(
                new PoolView(state, newest, _chain.Genesis.Parameters.Private),
                _chain.Genesis.Parameters.WorkPrice, newest.Timestamp, _chain.Roster, transactions, _forkJoin)
            : new LedgerFault[transactions.Count];
    }

    /// <summary>Hands in a transaction and says whether the member took it on.</summary>
    public async Task<PoolFault> SubmitAsync(VerifiedTransaction transaction, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _session) is not Session session)
        {
            return PoolFault.NotReady;
        }

        TaskCompletionSource<PoolFault> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<PoolFault> waiting = _answers.GetOrAdd(transaction.Transaction.Id, answer);
        if (waiting == answer && !session.Orderer.TryPost(new TransactionSubmitted(transaction)))
        {
            _answers.TryRemove(transaction.Transaction.Id, out _);
            answer.TrySetResult(PoolFault.Busy);
        }

        return await waiting.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Runs until cancelled, or until something fails, which it throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<VerifiedTransaction> pending = [];
        while (!cancellationToken.IsCancellationRequested)
        {
            using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Session session = new(this, ending, pending);
            Volatile.Write(ref _session, session);
            try
            {
                await session.RunAsync();
                pending = session.Pending;
            }
            finally
            {
                Volatile.Write(ref _session, null);
                History.MissAll();
                foreach (TransactionId transaction in _answers.Keys)
                {
                    if (_answers.TryRemove(transaction, out TaskCompletionSource<PoolFault>? waiting))
                    {
                        waiting.TrySetResult(PoolFault.NotReady);
                    }
                }
            }
        }
    }
}
