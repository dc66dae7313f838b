using Komandor.Consensus;
using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica;

/// <summary>The half of a member that agrees on an order: hashgraph, event creation, pool, gossip, certificates. docs/protocol/gossip.md.</summary>
/// <remarks>A pure state machine on one thread: what happened goes in, what is to be done comes out. It reads <c>store</c>, and changes it
/// only through effects. A broken invariant ends it with <see cref="Halt"/>.</remarks>
public sealed partial class Orderer
{
    private readonly ReplicaSettings _settings;
    private readonly ChainContext _chain;
    private readonly SigningKey _key;
    private readonly IKeyValueStore _store;
    private readonly BlockStore _blocks;
    private readonly MessageVerifier _verifier;
    private readonly Roster _roster;
    private readonly Hashgraph _graph;
    private readonly EventCreator _creator;
    private readonly LivePayloads _payloads = new();
    private readonly TransactionPool _pool;
    private readonly KnownEvents _known = new();
    private readonly SortedDictionary<MemberId, PeerSession> _peers = [];
    private readonly Dictionary<MemberId, SignedEvent> _newest = [];
    private readonly CertificateCollector _certificates;
    private List<ReplicaEffect> _effects = [];
    private Moment _moment;
    private OrdererMode _mode = OrdererMode.Observing;

    /// <summary>A member that goes on from what <paramref name="store"/> holds; <see cref="Executor"/> must have been opened over it before. Call <c>Start</c> next.</summary>
    /// <param name="settings">The member's numbers.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="key">The member's key; not disposed here.</param>
    /// <param name="store">The member's store.</param>
    public Orderer(ReplicaSettings settings, ChainContext chain, SigningKey key, IKeyValueStore store)
        : this(settings, chain, key, store, new MessageVerifier(chain))
    {
    }

    /// <summary>A member that shares a verifier with others: for the simulation.</summary>
    internal Orderer(ReplicaSettings settings, ChainContext chain, SigningKey key, IKeyValueStore store, MessageVerifier verifier)
    {
        _settings = settings;
        _chain = chain;
        _key = key;
        _store = store;
        _blocks = new BlockStore(store);
        _verifier = verifier;
        _roster = chain.Roster;
        _graph = new Hashgraph(settings.Consensus, chain.Schedule, StoredSnapshot.Read(store));
        _creator = new EventCreator(settings.Self, settings.MaxOtherParents);
        _pool = new TransactionPool(settings.MaxPoolTransactions, settings.MaxPoolSizeBytes);
        _certificates = new CertificateCollector(_roster, _blocks.FinalHeight, settings.MaxUncertifiedBlocks);
        foreach (RosterMember member in _roster.Members)
        {
            if (member.Id != settings.Self)
            {
                _peers.Add(member.Id, new PeerSession(member.Id));
            }
        }
    }

    /// <summary>Whether own events are gossiped before they are durable: a fault that the simulation plants to see that it finds it.</summary>
    internal bool GossipsBeforeDurable { get; init; }

    /// <summary>Whether this is a copy of a branching member: it asks nobody before it creates, and does not go on from other copies' events. For the simulation.</summary>
    internal bool Branches { get; init; }

    /// <summary>Takes an input.</summary>
    /// <param name="input">What happened.</param>
    /// <param name="moment">When, and chance.</param>
    /// <param name="effects">Where what is to be done is added, in order.</param>
    public void Handle(ReplicaInput input, in Moment moment, List<ReplicaEffect> effects)
    {
        if (_mode == OrdererMode.Halted)
        {
            return;
        }

        _moment = moment;
        _effects = effects;
        try
        {
            Dispatch(input);
            Advance();
        }
        catch (InvariantViolationException violation)
        {
            _mode = OrdererMode.Halted;
            effects.Add(new Halt(violation.Message));
        }
    }

    private void Dispatch(ReplicaInput input)
    {
        switch (input)
        {
            case MessageReceived received:
                Receive(received.Peer, received.Message);
                break;
            case OwnEventDurable durable:
                Publish(durable.Event);
                break;
            case TransactionSubmitted submitted:
                Submit(submitted.Transaction);
                break;
            case RoundExecuted executed:
                TakeExecuted(executed.Round);
                break;
            case BlockDurable block:
                SignBlock(block.Height);
                break;
            case PeerConnected connected:
                Connect(connected.Peer);
                break;
            case PeerDisconnected disconnected:
                Disconnected(disconnected.Peer);
                break;
            case Tick:
                AskPeers();
                ReleaseHeld();
                break;
            default:
                throw new InvariantViolationException($"The Orderer does not take {input.GetType().Name}.");
        }
    }

    // What any input may have made possible.
    private void Advance()
    {
        DrainGraph();
        ReleaseRounds();
        FinishBlocks();
        TryActivate();
        TryCreate();
        FlushEvents();
    }

    private void Receive(MemberId peer, VerifiedMessage message)
    {
        if (!_peers.TryGetValue(peer, out PeerSession? session))
        {
            return;
        }

        if (message.Fault != MessageFault.None)
        {
            Refuse(peer, message.Fault);
            return;
        }

        switch (message.Content)
        {
            case EventsMessage:
                TakeEvents(session, message.Events);
                break;
            case SyncMessage sync:
                Answer(session, sync);
                break;
            case SyncDoneMessage done:
                TakeAnswer(session, done, message.NewestOfYours);
                break;
            case CertifiedHeaderMessage:
                TakeCertified(message.Certified!);
                break;
            default:
                throw new InvariantViolationException("The message is the Executor's.");
        }
    }

    private void Refuse(MemberId peer, MessageFault fault) => _effects.Add(new Disconnect(peer, fault));

    private void Send(MemberId peer, GossipMessage message) => _effects.Add(new Send(peer, MessageCodec.Encode(message)));
}
