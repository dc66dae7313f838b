using Komandor.Consensus;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

/// <content>Questions for missing events, and their answers: docs/protocol/gossip.md §4.</content>
public sealed partial class Orderer
{
    private const long ServeIntervalUs = 2_000;

    // About what one event costs to find in the graph, and to read and sort from the store.
    private const long VisitCostUs = 1;
    private const long ArchiveCostUs = 8;
    private const long OrphanIntervalUs = 20_000;

    private uint _ticket;
    private int _nextPeer;
    private long _askedAtUs = long.MinValue / 2;

    private GossipPosition Position => new(
        _mode == OrdererMode.Observing, _graph.DecidedRound, _graph.AncientBefore, OldestRound, _certificates.FinalHeight);

    private bool IsLive => _mode is OrdererMode.Observing or OrdererMode.Active;

    private void Connect(MemberId peer)
    {
        if (_peers.TryGetValue(peer, out PeerSession? session))
        {
            session.IsConnected = true;
            session.ConnectedAtUs = _moment.ElapsedUs;
            session.Ticket = 0;
            session.IsWorthAsking = true;
        }
    }

    private void Disconnected(MemberId peer)
    {
        if (_peers.TryGetValue(peer, out PeerSession? session))
        {
            session.IsConnected = false;
            session.Ticket = 0;
            session.Question = null;
        }
    }

    private void AskPeers()
    {
        if (!IsLive)
        {
            return;
        }

        bool due = _moment.ElapsedUs - _askedAtUs >= _settings.SyncIntervalUs;
        PeerSession? next = due ? NextPeer() : null;
        foreach (PeerSession session in _peers.Values)
        {
            AnswerWhenDue(session);
            bool wanted = (due && _mode == OrdererMode.Observing && !session.HasAnswered)
                || ReferenceEquals(session, next)
                || (session.IsWorthAsking && _moment.ElapsedUs - session.AskedAtUs >= OrphanIntervalUs);
            if (wanted && session.IsConnected)
            {
                Ask(session);
            }

            AskForHeader(session);
        }

        _askedAtUs = due ? _moment.ElapsedUs : _askedAtUs;
    }

    // One after another, so that every peer is asked in turn.
    private PeerSession? NextPeer()
    {
        int position = 0;
        PeerSession? first = null;
        foreach (PeerSession session in _peers.Values)
        {
            if (session.IsConnected)
            {
                first ??= session;
                if (position >= _nextPeer)
                {
                    _nextPeer = position + 1;
                    return session;
                }
            }

            position++;
        }

        _nextPeer = first is null ? 0 : 1;
        return first;
    }

    private void Ask(PeerSession session)
    {
        bool isOpen = session.Ticket != 0 && _moment.ElapsedUs - session.AskedAtUs < _settings.AnswerTimeoutUs;
        if (isOpen || _decided.Count >= _settings.MaxExecutionLagRounds)
        {
            return;
        }

        _ticket = unchecked(_ticket + 1);
        _ticket = _ticket == 0 ? 1 : _ticket;
        session.Ticket = _ticket;
        session.AskedAtUs = _moment.ElapsedUs;
        session.IsWorthAsking = false;
        Send(session.Peer, new SyncMessage(_ticket, Position, _known.Sample(_graph)));
    }

    private void Answer(PeerSession session, SyncMessage sync)
    {
        session.Position = sync.Position;
        session.Question = sync;
        AnswerWhenDue(session);
    }

    // An answer costs what the asker chooses: as much as all that is known. So what it cost puts the next one off, and the answers to
    // all peers together take half of the time at most. A question that waits gives way to a newer one.
    private void AnswerWhenDue(PeerSession session)
    {
        if (session.Question is not SyncMessage sync || !IsLive || _moment.ElapsedUs < session.NextAnswerAtUs)
        {
            return;
        }

        session.Question = null;
        bool hasMore = sync.Position.AncientBefore < _rememberedFrom
            ? SendArchived(session, sync.Position, out long costUs)
            : SendLacked(session, sync.Known, OnTheWayFrom(session), out costUs);
        session.NextAnswerAtUs = _moment.ElapsedUs + Math.Max(ServeIntervalUs, 2 * costUs * _peers.Count);
        bool tellNewest = sync.Position.IsObserving && _newest.ContainsKey(session.Peer);
        ReadOnlyMemory<byte> newest = tellNewest ? _newest[session.Peer].Encoded : default;
        Send(session.Peer, new SyncDoneMessage(sync.Ticket, Position, hasMore, newest));
    }

    private bool SendLacked(PeerSession session, IReadOnlyList<EventId> known, ulong onTheWayFrom, out long costUs)
    {
        List<SignedEvent> lacked = _graph.LackedBy([.. known], MessageLimits.MaxEvents, out int visited);
        costUs = visited * VisitCostUs;
        bool isFull = lacked.Count == MessageLimits.MaxEvents;
        lacked.RemoveAll(signed => signed.Body.Creator == _settings.Self && signed.Body.Sequence >= onTheWayFrom);
        return SendEvents(session.Peer, lacked) < lacked.Count || isFull;
    }

    // Own events from this sequence on were pushed over the link that the answer takes, and arrive before it: under load most of what a peer seems to lack is that.
    // One that a full queue took away is given once it is older than an answer may be.
    private ulong OnTheWayFrom(PeerSession session)
    {
        foreach ((ulong sequence, long atUs) in _pushed)
        {
            if (atUs > session.ConnectedAtUs && _moment.ElapsedUs - atUs < _settings.AnswerTimeoutUs)
            {
                return sequence;
            }
        }

        return ulong.MaxValue;
    }

    private int SendEvents(MemberId peer, List<SignedEvent> events)
    {
        List<ReadOnlyMemory<byte>> batch = [];
        int batchBytes = 0;
        int sentBytes = 0;
        int sent = 0;
        foreach (SignedEvent signed in events)
        {
            int size = signed.Encoded.Length + 4;
            if (batch.Count == MessageLimits.MaxEvents || (batch.Count > 0 && batchBytes + size > MessageLimits.BatchSizeBytes))
            {
                Send(peer, new EventsMessage([.. batch]));
                batch.Clear();
                batchBytes = 0;
            }

            if (sent > 0 && sentBytes + size > _settings.MaxAnswerSizeBytes)
            {
                break;
            }

            batch.Add(signed.Encoded);
            batchBytes += size;
            sentBytes += size;
            sent++;
        }

        if (batch.Count > 0)
        {
            Send(peer, new EventsMessage([.. batch]));
        }

        return sent;
    }

    private void TakeAnswer(PeerSession session, SyncDoneMessage done, SignedEvent? newestOfYours)
    {
        session.Position = done.Position;
        if (done.Ticket != session.Ticket || !IsLive)
        {
            return;
        }

        session.Ticket = 0;
        if (newestOfYours is not null && !TakeOwnNewest(session, newestOfYours))
        {
            return;
        }

        session.HasAnswered |= !done.HasMore;
        if (done.HasMore)
        {
            Ask(session);
        }

        CheckWindow();
    }

    // Beyond the window: whoever is ahead cannot give the events that are needed here any more. Events between the ancient threshold and the
    // pending round may all be here, so without them there is a while to get on. A position is a claim: peers of a third of the weight must
    // make it, for then one of them is honest; and one that claims to be able to give is believed only for so long.
    private void CheckWindow()
    {
        long standingUs = _moment.ElapsedUs - _decidedAtUs;
        long neededRound = standingUs > 5 * _settings.AnswerTimeoutUs ? _graph.AncientBefore : _graph.PendingRound;
        ulong unableWeight = 0;
        bool canAnyGive = false;
        foreach (PeerSession session in _peers.Values)
        {
            if (session.Position is not GossipPosition position || position.DecidedRound <= _graph.DecidedRound || !session.IsConnected)
            {
                continue;
            }

            bool canGive = position.OldestRound <= neededRound;
            canAnyGive |= canGive;
            unableWeight += canGive ? 0 : WeightOf(session.Peer);
        }

        if (_roster.IsStrongMinority(unableWeight) && (!canAnyGive || standingUs > 10 * _settings.AnswerTimeoutUs))
        {
            Stop(OrdererMode.CatchingUp, CatchUpReason.BehindWindow);
        }
    }

    private void Stop(OrdererMode mode, CatchUpReason reason)
    {
        if (IsLive)
        {
            _mode = mode;
            _decided.Clear();
            _effects.Add(new CatchUpNeeded(reason));
        }
    }
}
