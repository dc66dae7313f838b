using Komandor.Primitives;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica;

/// <summary>The part of a member that looks after final history: gives and repairs pieces, rebuilds old blocks, gives up whole ones. docs/protocol/archive.md.</summary>
/// <remarks>A pure state machine on a thread of its own, so that no reading of old blocks stands in the way of consensus. What is genuine it knows from the
/// state alone, of which it reads versions that commits do not change. Nothing that consensus does depends on it.</remarks>
public sealed partial class Archivist
{
    private const int AnswersPerSecond = 256;

    private readonly ReplicaSettings _settings;
    private readonly ChainContext _chain;
    private readonly BlockStore _blocks;
    private readonly PieceStore _pieces;
    private readonly IStateStore _state;
    private readonly IForkJoin _forkJoin;
    private readonly AnswerBudget _budget = new(AnswersPerSecond);
    private readonly SortedSet<MemberId> _peers = [];
    private readonly List<HistoryRebuild> _rebuilds = [];
    private List<ReplicaEffect> _effects = [];
    private Moment _moment;
    private ArchiveStatus _status = ArchiveStatus.Empty;
    private bool _isHalted;

    /// <summary>The archive's side of a member.</summary>
    /// <param name="settings">The member's numbers.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="store">The member's store.</param>
    /// <param name="state">The state of the <see cref="Executor"/> over the same store; only its snapshots are read.</param>
    /// <param name="forkJoin">Hashes pieces in parallel.</param>
    public Archivist(ReplicaSettings settings, ChainContext chain, IKeyValueStore store, IStateStore state, IForkJoin forkJoin)
    {
        _settings = settings;
        _chain = chain;
        _blocks = new BlockStore(store);
        _pieces = new PieceStore(store);
        _state = state;
        _forkJoin = forkJoin;
        _givenUp = _pieces.GivenUp;
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

    /// <summary>A picture of now; taken on the Archivist's thread.</summary>
    public ArchiveStatus Status() => _status with { Rebuilding = _rebuilds.Count };

    private void Dispatch(ReplicaInput input)
    {
        switch (input)
        {
            case MessageReceived { Message.Content: GetPieceMessage question } received:
                Give(received.Peer, question);
                break;
            case MessageReceived { Message.Content: PieceMessage piece } received:
                Take(received.Peer, piece);
                break;
            case HistoryWanted wanted:
                Want(wanted.Height);
                break;
            case PeerConnected connected:
                _peers.Add(connected.Peer);
                break;
            case PeerDisconnected disconnected:
                Leave(disconnected.Peer);
                break;
            case Tick:
                LookAfter();
                Advance();
                break;
            default:
                throw new InvariantViolationException($"The Archivist does not take {input.GetType().Name}.");
        }
    }

    // The final state; after a start, when that version is not kept, the newest. Both name the same segments for blocks that are final.
    private IStateReader? FinalState() =>
        _state.Snapshot(BlockStore.StateVersion(_blocks.FinalHeight)) ?? _state.Snapshot(BlockStore.StateVersion(_blocks.Height));

    // One peer makes a member read at most so many parts a second, and only its own piece: nothing is rebuilt for a peer.
    private void Give(MemberId peer, GetPieceMessage question)
    {
        if (_budget.TryTake(peer, _moment.ElapsedUs))
        {
            Send(peer, new PieceMessage(question.Segment, question.Part, _pieces.Part(question.Segment, question.Part) ?? PiecePart.None));
        }
    }

    private void Leave(MemberId peer)
    {
        _peers.Remove(peer);
        _budget.Forget(peer);
        foreach (HistoryRebuild rebuild in _rebuilds)
        {
            rebuild.Open.Remove(peer);
        }
    }

    private void Send(MemberId peer, GossipMessage message) => _effects.Add(new Send(peer, MessageCodec.Encode(message)));
}
