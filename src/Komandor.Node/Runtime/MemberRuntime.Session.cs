using System.Threading.Channels;
using Komandor.Ledger;
using Komandor.Network;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;

namespace Komandor.Node.Runtime;

/// <content>One life of the machines: from the store as it is to the stop, or to a state that was learned.</content>
internal sealed partial class MemberRuntime
{
    private sealed class Session
    {
        private readonly MemberRuntime _member;
        private readonly CancellationTokenSource _ending;
        private readonly IReadOnlyList<VerifiedTransaction> _pending;
        private readonly DurabilityBarrier _barrier;
        private readonly Orderer _ordererMachine;
        private readonly Executor _executorMachine;
        private readonly Archivist _archivistMachine;
        private readonly HashSet<MemberId> _connected = [];
        private readonly QuestionGate _questions = new(QuestionsPerPeer);
        private readonly QuestionGate _pieceQuestions = new(QuestionsPerPeer);
        private OrdererStatus? _status;
        private ExecutorStatus? _execution;
        private ArchiveStatus? _archive;
        private Readiness? _readiness;
        private string? _halted;

        internal Session(MemberRuntime member, CancellationTokenSource ending, IReadOnlyList<VerifiedTransaction> pending)
        {
            _member = member;
            _ending = ending;
            _pending = pending;
            _executorMachine = new Executor(member._settings, member._chain, member._store, member._files, member._forkJoin, member._proofs);
            _barrier = new DurabilityBarrier(member._store, _executorMachine.FlushState);
            Executor = new MachineLoop("executor", _executorMachine.Handle, CarryOutExecutor, member._time);

            _archivistMachine = new Archivist(member._settings, member._chain, member._store, _executorMachine.State, member._forkJoin);
            Archivist = new MachineLoop("archivist", _archivistMachine.Handle, CarryOutArchivist, member._time);

            // What the Executor finds to put right at its start is written before the Orderer reads the store.
            List<ReplicaEffect> effects = [];
            _executorMachine.Start(Executor.Now(), effects);
            Apply(effects);
            BlockStore blocks = new(member._store);
            Volatile.Write(ref member._newest, blocks.Header(blocks.Height));
            _ordererMachine = new Orderer(member._settings, member._chain, member._key, member._store);
            Orderer = new MachineLoop("orderer", _ordererMachine.Handle, CarryOutOrderer, member._time);
        }

        internal MachineLoop Orderer { get; }

        internal MachineLoop Executor { get; }

        internal MachineLoop Archivist { get; }

        internal ArchiveStatus? Archive => Volatile.Read(ref _archive);

        internal ExecutorStatus? Execution => Volatile.Read(ref _execution);

        internal OrdererStatus? Status => Volatile.Read(ref _status);

        /// <summary>What was taken on and has no outcome; read it after the session ended.</summary>
        internal IReadOnlyList<VerifiedTransaction> Pending => _ordererMachine.Pending;

        internal LedgerState Ledger => _executorMachine.Ledger;

        internal async Task RunAsync()
        {
            List<ReplicaEffect> effects = [];
            _ordererMachine.Start(Orderer.Now(), effects, _pending);
            Task flushing = Start(_barrier.Run);
            Task executing = Executor.Start();
            CarryOutOrderer(new Tick(), effects);
            Task ordering = Orderer.Start();
            Task archiving = Archivist.Start();
            Picture();
            _member.LogStart(_member._settings.Self, _status!.Height, _status.DecidedRound);

            Task[] feeding = [TickAsync(), WatchLinksAsync(), ReceiveAsync()];
            Task[] machines = [flushing, executing, ordering, archiving];
            await Task.WhenAny([.. machines, .. feeding]);
            await _ending.CancelAsync();
            try
            {
                await Task.WhenAll(feeding);
            }
            finally
            {
                // What was ordered is executed, and what was executed is flushed, before the store is left.
                Orderer.Complete();
                await ordering;
                Executor.Complete();
                await executing;
                Archivist.Complete();
                await archiving;
                _barrier.Complete();
                await flushing;
            }

            if (_halted is not null)
            {
                throw new InvariantViolationException(_halted);
            }
        }

        private static Task Start(Action body) => Task.Factory.StartNew(
            body, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

        private async Task TickAsync()
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(TickMs), _member._time);
            Tick tick = new();
            try
            {
                while (await timer.WaitForNextTickAsync(_ending.Token))
                {
                    // A machine that is busy needs no tick: each input makes it look at the clock.
                    if (Orderer.Waiting == 0)
                    {
                        Orderer.TryPost(tick);
                    }

                    if (Executor.Waiting == 0)
                    {
                        Executor.TryPost(tick);
                    }

                    if (Archivist.Waiting == 0)
                    {
                        Archivist.TryPost(tick);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The session ends.
            }
        }

        private async Task WatchLinksAsync()
        {
            Dictionary<MemberId, long> links = [];
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(LinkPollMs), _member._time);
            try
            {
                do
                {
                    foreach (PeerStatus peer in _member._peers.Peers())
                    {
                        bool isNew = peer.ConnectedSince is not null && links.GetValueOrDefault(peer.Member) != peer.Links;
                        if (_connected.Contains(peer.Member) && (peer.ConnectedSince is null || isNew))
                        {
                            _connected.Remove(peer.Member);
                            await PostToAllAsync(new PeerDisconnected(peer.Member));
                        }

                        if (peer.ConnectedSince is not null && _connected.Add(peer.Member))
                        {
                            links[peer.Member] = peer.Links;
                            await PostToAllAsync(new PeerConnected(peer.Member));
                        }
                    }
                }
                while (await timer.WaitForNextTickAsync(_ending.Token));
            }
            catch (OperationCanceledException)
            {
                // The session ends.
            }
        }

        private async Task PostToAllAsync(ReplicaInput input)
        {
            await Orderer.PostAsync(input, _ending.Token);
            await Executor.PostAsync(input, _ending.Token);
            await Archivist.PostAsync(input, _ending.Token);
        }

        private async Task ReceiveAsync()
        {
            int width = Math.Max(1, Environment.ProcessorCount / LaneShare);
            PeerLanes<PeerMessage, MessageReceived> lanes = new(width, Verify, DeliverAsync, _ending.Cancel);
            try
            {
                await foreach (PeerMessage message in _member._peers.Inbound.ReadAllAsync(_ending.Token))
                {
                    // Other channels are others' matter: what they carry is no gossip.
                    if (message.Channel != MemberRuntime.Channel)
                    {
                        message.Dispose();
                        continue;
                    }

                    lanes.Add(message.From, message);
                }
            }
            catch (OperationCanceledException)
            {
                // The session ends.
            }
            finally
            {
                await lanes.CompleteAsync();
            }
        }

        private async ValueTask DeliverAsync(MessageReceived received)
        {
            if ((received.Message.IsQuestionForExecutor && !_questions.TryEnter(received.Peer))
                || (received.Message.IsQuestionForArchivist && !_pieceQuestions.TryEnter(received.Peer)))
            {
                return;
            }

            try
            {
                MachineLoop machine = received.Message.IsForExecutor ? Executor : received.Message.IsForArchivist ? Archivist : Orderer;
                await machine.PostAsync(received, _ending.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
            {
                // The session ends; what is lost is asked for again.
            }
        }

        private MessageReceived? Verify(PeerMessage message)
        {
            using (message)
            {
                if (_ending.IsCancellationRequested)
                {
                    return null;
                }

                MessageReceived received = new(message.From, _member._verifier.Verify(message.Payload.Span));

                // Private transactions in others' events are judged here, on a worker, so that the Executor finds their verdicts. What is refused now
                // may still be good when its turn comes, so nothing is dropped.
                _member.Foresee(received.Message.PrivateTransactions);
                return received;
            }
        }

        private void CarryOutOrderer(ReplicaInput input, IReadOnlyList<ReplicaEffect> effects)
        {
            Apply(effects);
            if (input is Tick)
            {
                Picture();
            }
        }

        private void CarryOutExecutor(ReplicaInput input, IReadOnlyList<ReplicaEffect> effects)
        {
            Apply(effects);
            if (input is MessageReceived { Message.IsQuestionForExecutor: true } question)
            {
                _questions.Leave(question.Peer);
            }

            if (input is Tick)
            {
                Volatile.Write(ref _execution, _executorMachine.Status());
            }
        }

        private void CarryOutArchivist(ReplicaInput input, IReadOnlyList<ReplicaEffect> effects)
        {
            Apply(effects);
            if (input is MessageReceived { Message.IsQuestionForArchivist: true } question)
            {
                _pieceQuestions.Leave(question.Peer);
            }

            if (input is Tick)
            {
                Volatile.Write(ref _archive, _archivistMachine.Status());
            }
        }

        private void Picture()
        {
            OrdererStatus status = _ordererMachine.Status();
            Volatile.Write(ref _status, status);
            if (status.Readiness != _readiness)
            {
                _readiness = status.Readiness;
                _member.LogReadiness(status.Readiness, status.Reason);
            }
        }

        private void Apply(IReadOnlyList<ReplicaEffect> effects)
        {
            for (int index = 0; index < effects.Count; index++)
            {
                Apply(effects[index]);
            }
        }

        private void Apply(ReplicaEffect effect)
        {
            switch (effect)
            {
                case Send send:
                    // A full queue loses the message; the peer asks again for what it misses.
                    _member._peers.TrySend(send.Peer, MemberRuntime.Channel, send.Encoded.Span);
                    break;
                case WriteEvents write:
                    _member._store.Write(write.Batch, durable: false);
                    if (write.OwnEvent is EventId own)
                    {
                        _barrier.Enqueue(() => Orderer.Post(new OwnEventDurable(own)));
                    }

                    break;
                case ExecuteRound round:
                    Executor.Post(new RoundOrdered(round.Round));
                    break;
                case RoundApplied applied:
                    Orderer.Post(new RoundExecuted(applied));
                    break;
                case CommitBlock commit:
                    Commit(commit);
                    break;
                case WriteState write:
                    _member._store.Write(write.Batch, write.IsDurable);
                    _member.OldBlocksArrived?.Invoke();
                    break;
                case BlockFinal final:
                    _member._store.Write(final.Batch, durable: false);
                    _member.BlockBecameFinal?.Invoke(final.Header);
                    break;
                case SubmissionAnswered answered:
                    if (_member._answers.TryRemove(answered.Transaction, out TaskCompletionSource<PoolFault>? waiting))
                    {
                        waiting.TrySetResult(answered.Fault);
                    }

                    break;
                case TransactionExpired expired:
                    _member.TransactionExpired?.Invoke(expired.Transaction);
                    break;
                case Disconnect disconnect:
                    _member.LogRefused(disconnect.Peer, disconnect.Fault);
                    _member._peers.Drop(disconnect.Peer, _banTime);
                    break;
                case BranchFound branch:
                    _member.LogBranch(branch.Evidence.First.Body.Creator);
                    break;
                case CatchUpNeeded needed:
                    _member.LogCatchUp(needed.Reason);
                    Executor.Post(new CatchUp(needed.Reason));
                    break;
                case HistoryNeeded needed:
                    Archivist.Post(new HistoryWanted(needed.Height));
                    break;
                case HistoryFound found:
                    _member.History.Take(found);
                    Executor.Post(new HistoryRebuilt(found.Segment, found.Data));
                    _member.OldBlocksArrived?.Invoke();
                    break;
                case HistoryLost lost:
                    _member.History.Miss(lost);
                    Executor.Post(new HistoryMissed(lost.Height));
                    break;
                case StateLearned learned:
                    _member._store.Write(learned.Batch, durable: true);
                    _member.LogLearned(learned.Header.Height);
                    _member.OldBlocksArrived?.Invoke();
                    _ending.Cancel();
                    break;
                case StateDamaged damaged:
                    _member.LogStateDamaged(damaged.Reason);
                    break;
                case Halt halt:
                    _member.LogHalt(halt.Reason);
                    _halted = halt.Reason;
                    _ending.Cancel();
                    break;
                default:
                    throw new InvariantViolationException($"The runtime does not know {effect.GetType().Name}.");
            }
        }

        private void Commit(CommitBlock commit)
        {
            BlockHeader header = commit.Block.Header;
            _member._store.Write(commit.Batch, durable: false);
            _barrier.Enqueue(() => Orderer.Post(new BlockDurable(header.Height)));
            Volatile.Write(ref _member._newest, header);
            _member.BlockExecuted?.Invoke(header, commit.Block.Receipts);
        }
    }
}
