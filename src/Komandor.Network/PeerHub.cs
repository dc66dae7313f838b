using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Komandor.Primitives;
using Microsoft.Extensions.Logging;

namespace Komandor.Network;

/// <summary>This node's links: it listens, dials every member whose address it knows, and keeps exactly one link with each.</summary>
/// <remarks>docs/protocol/link.md. It moves opaque messages; what they mean is the replica's concern. Thread-safe.</remarks>
public sealed partial class PeerHub : IAsyncDisposable
{
    private readonly NodeIdentity _identity;
    private readonly LinkScope _scope;
    private readonly LinkOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PeerHub> _log;
    private readonly ConnectionGate _connections;
    private readonly Channel<PeerMessage> _inbound;
    private readonly Lock _gate = new();
    private readonly Dictionary<MemberId, PeerSlot> _slots = [];
    private readonly long[] _faults = new long[Enum.GetValues<LinkFault>().Length];
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyDictionary<MemberId, PublicKey> _expected = new Dictionary<MemberId, PublicKey>();
    private Socket? _listener;
    private Exception? _failure;
    private int _owned;
    private bool _stopping;

    /// <summary>A hub that knows no member and has not started.</summary>
    /// <param name="identity">Who this node is; borrowed.</param>
    /// <param name="scope">The chain and shard that it serves.</param>
    /// <param name="options">Limits and deadlines.</param>
    /// <param name="time">The clock of deadlines and of certificates.</param>
    /// <param name="log">Where links' beginnings, ends and refusals are told.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public PeerHub(NodeIdentity identity, LinkScope scope, LinkOptions options, TimeProvider time, ILogger<PeerHub> log)
    {
        options.Validate();
        _identity = identity;
        _scope = scope;
        _options = options;
        _time = time;
        _log = log;
        _connections = new ConnectionGate(options);

        // The budgets of the peers bound it long before it is full; were it full, links would wait, and so would their peers.
        _inbound = Channel.CreateBounded<PeerMessage>(new BoundedChannelOptions(options.InboundMessages * 64)
        {
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

    /// <summary>Messages in the order in which they arrived from each peer. Whoever reads one disposes it. Completes after a stop.</summary>
    public ChannelReader<PeerMessage> Inbound => _inbound.Reader;

    /// <summary>Where it listens, with the port that was found; null before the start or without listening.</summary>
    public IPEndPoint? ListeningAt { get; private set; }

    /// <summary>Accepted connections that are open, handshakes included.</summary>
    public int AcceptedConnections => _connections.Connections;

    /// <summary>Begins to listen and to dial.</summary>
    /// <exception cref="SocketException">The address cannot be listened at.</exception>
    public void Start()
    {
        Invariant.Require(_listener is null && !_stopping);
        if (_options.Listen is { } listen)
        {
            _listener = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _listener.Bind(listen);
            _listener.Listen(512);
            ListeningAt = (IPEndPoint)_listener.LocalEndPoint!;
            Own(AcceptAsync);
        }
    }

    /// <summary>Sets the members to let in and to dial. New ones are dialled, missing ones are dropped (LN36), addresses are updated.</summary>
    /// <param name="members">All of them but this node, which is left out when it is there; ids differ.</param>
    public void UpdateMembers(IReadOnlyCollection<ExpectedMember> members)
    {
        Dictionary<MemberId, ExpectedMember> wanted = members.Where(one => one.Id != _identity.Member).ToDictionary(one => one.Id);
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            Volatile.Write(ref _expected, wanted.ToDictionary(one => one.Key, one => one.Value.Key));
            foreach (PeerSlot slot in _slots.Values.ToArray())
            {
                if (!wanted.TryGetValue(slot.Id, out ExpectedMember? member) || member.Key != slot.Key)
                {
                    _slots.Remove(slot.Id);
                    slot.Removal.Cancel();
                    slot.Link?.Abort(LinkFault.MemberRemoved);
                }
            }

            foreach (ExpectedMember member in wanted.Values)
            {
                if (_slots.TryGetValue(member.Id, out PeerSlot? slot))
                {
                    slot.Address = member.Address;
                    slot.Changed();
                }
                else
                {
                    PeerSlot added = new(member, _options);
                    _slots.Add(member.Id, added);
                    Own(() => DialAsync(added));
                }
            }
        }
    }

    /// <summary>Queues a message for a peer. True says that it is queued, not that it arrives: what a broken link held is lost.</summary>
    /// <param name="peer">The member.</param>
    /// <param name="channel">16 to 255; told to the receiver.</param>
    /// <param name="payload">At most <see cref="LinkOptions.MaximumFrameSizeBytes"/>; copied.</param>
    /// <returns>False, and nothing happened, when there is no link or its queue is full: try later, or let it be.</returns>
    /// <exception cref="ArgumentException">The channel or the length is out of bounds.</exception>
    public bool TrySend(MemberId peer, byte channel, ReadOnlySpan<byte> payload)
    {
        if (channel < FrameHeader.FirstChannel || payload.Length > _options.MaximumFrameSizeBytes)
        {
            throw new ArgumentException("A message has a channel of 16 or more and at most the largest frame's length.", nameof(payload));
        }

        PeerLink? link;
        lock (_gate)
        {
            link = _slots.GetValueOrDefault(peer)?.Link;
        }

        return link is not null && link.TrySend(channel, payload);
    }

    /// <summary>Whether there is a link with <paramref name="peer"/>.</summary>
    public bool IsConnected(MemberId peer)
    {
        lock (_gate)
        {
            return _slots.GetValueOrDefault(peer)?.Link is not null;
        }
    }

    /// <summary>Ends the link with a peer that breaks the protocol of the layer above, and makes none with it for a while (LN38).</summary>
    /// <param name="peer">The member; an unknown one is fine.</param>
    /// <param name="banTime">For how long.</param>
    public void Drop(MemberId peer, TimeSpan banTime)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(peer, out PeerSlot? slot))
            {
                slot.BannedUntil = _time.GetUtcNow() + banTime;
                slot.Link?.Abort(LinkFault.PeerMisbehaved);
            }
        }
    }

    /// <summary>How often a rule refused a connection or ended a link since the start.</summary>
    public long FaultCount(LinkFault fault) => Volatile.Read(ref _faults[(int)fault]);

    /// <summary>The state of every expected member, ascending by id.</summary>
    public IReadOnlyList<PeerStatus> Peers()
    {
        lock (_gate)
        {
            return [.. _slots.Values.OrderBy(slot => slot.Id).Select(StatusLocked)];
        }
    }

    /// <summary>Ends all links after their queues are sent or the drain deadline has passed, and completes <see cref="Inbound"/>.</summary>
    /// <param name="cancellationToken">Ends the links at once.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(_abandon.Cancel);
        lock (_gate)
        {
            if (!_stopping)
            {
                _stopping = true;
                foreach (PeerSlot slot in _slots.Values)
                {
                    slot.Link?.Stop();
                }

                if (_owned == 0)
                {
                    _ended.TrySetResult();
                }
            }
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        _listener?.Dispose();
        await _ended.Task.ConfigureAwait(false);
        _inbound.Writer.TryComplete();
        if (_failure is { } failure)
        {
            throw new InvariantViolationException($"A loop of the hub failed: {failure}");
        }
    }

    /// <summary>Stops, in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _stop.Dispose();
        _abandon.Dispose();
    }

    private static PeerStatus StatusLocked(PeerSlot slot) => new(
        slot.Id,
        slot.Link?.Since,
        slot.Link?.RoundTripMicroseconds,
        slot.BytesIn + (slot.Link?.BytesIn ?? 0),
        slot.BytesOut + (slot.Link?.BytesOut ?? 0),
        slot.Link?.OutboundBytes ?? 0,
        slot.Budget.SizeBytes,
        slot.Links,
        slot.Software,
        slot.LastFault);

    // Every loop is counted, so that a stop waits for all of them; a failure that no rule foresees is kept for the stop to throw.
    private void Own(Func<Task> loop)
    {
        lock (_gate)
        {
            _owned++;
        }

        _ = RunOwnedAsync(loop);
    }

    private async Task RunOwnedAsync(Func<Task> loop)
    {
        try
        {
            await Task.Run(loop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The stop ended it.
        }
#pragma warning disable CA1031 // Nothing is swallowed: it is told at once, and StopAsync throws it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogLoopFailed(exception);
            Interlocked.CompareExchange(ref _failure, exception, null);
        }

        lock (_gate)
        {
            _owned--;
            if (_owned == 0 && _stopping)
            {
                _ended.TrySetResult();
            }
        }
    }
}
