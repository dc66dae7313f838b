using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Komandor.Primitives;

namespace Komandor.Network;

/// <content>How connections become links, and end.</content>
public sealed partial class PeerHub
{
    private const int AcceptPauseMs = 50;

    private SslStreamCertificateContext? _certificate;
    private DateTimeOffset _certificateRenewal;

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            IPAddress address;
            try
            {
                socket = await _listener!.AcceptAsync(_stop.Token).ConfigureAwait(false);
                address = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // The other side is gone already, or this process has no handles left: go on when it has.
                Count(LinkFault.ConnectionFailed);
                await Task.Delay(TimeSpan.FromMilliseconds(AcceptPauseMs), _time, _stop.Token).ConfigureAwait(false);
                continue;
            }

            LinkFault fault = _connections.Enter(address, out HandshakePlace? place, out HandshakePlace? displaced);
            displaced?.Displace();
            if (place is not null)
            {
                Own(() => ServeAsync(socket, place));
                continue;
            }

            Refuse(fault);
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Dispose();
        }
    }

    private async Task ServeAsync(Socket socket, HandshakePlace place)
    {
        try
        {
            using PeerLink link = await AuthenticateAsync(socket, place).ConfigureAwait(false);
            await RunLinkAsync(link).ConfigureAwait(false);
        }
        catch (LinkException exception)
        {
            Refuse(exception.Fault);
        }
        finally
        {
            _connections.Leave();
            socket.Dispose();
        }
    }

    // Ends early when a later connection needs the place (LN31).
    private async Task<PeerLink> AuthenticateAsync(Socket socket, HandshakePlace place)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, place.Displaced);
        try
        {
            return await ConnectLinkAsync(socket, dialled: null, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (place.Displaced.IsCancellationRequested && !_stop.IsCancellationRequested)
        {
            throw new LinkException(LinkFault.TooManyHandshakes);
        }
        finally
        {
            _connections.EndHandshake(place);
        }
    }

    private async Task DialAsync(PeerSlot slot)
    {
        using PeerSlot owned = slot;
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, slot.Removal.Token);
        int failures = 0;
        try
        {
            while (true)
            {
                EndPoint? address;
                lock (_gate)
                {
                    address = slot.Link is null ? slot.Address : null;
                }

                if (address is null)
                {
                    await slot.WaitForChangeAsync(ended.Token).ConfigureAwait(false);
                    continue;
                }

                long begun = _time.GetTimestamp();
                await DialOnceAsync(slot, address, ended.Token).ConfigureAwait(false);

                // A link that lasted is no failure; one that ended at once is.
                failures = _time.GetElapsedTime(begun).TotalMilliseconds > _options.BackoffLimitMs ? 1 : failures + 1;
#pragma warning disable CA5394 // Jitter needs no secret.
                int pauseMs = Backoff.PauseMs(failures, _options.BackoffFirstMs, _options.BackoffLimitMs, Random.Shared.NextDouble());
#pragma warning restore CA5394
                await Task.Delay(TimeSpan.FromMilliseconds(pauseMs), _time, ended.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The member was removed, or the hub stops.
        }
    }

    private async Task DialOnceAsync(PeerSlot slot, EndPoint address, CancellationToken cancellationToken)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await ConnectAsync(socket, address, cancellationToken).ConfigureAwait(false);
            using PeerLink link = await ConnectLinkAsync(socket, slot.Id, cancellationToken).ConfigureAwait(false);
            await RunLinkAsync(link).ConfigureAwait(false);
        }
        catch (LinkException exception)
        {
            Count(exception.Fault);
            LogDialFailed(slot.Id, exception.Fault);
            lock (_gate)
            {
                // While there is a link, a further connection says nothing of it.
                if (slot.Link is null)
                {
                    slot.LastFault = exception.Fault;
                }
            }
        }
    }

    private async Task ConnectAsync(Socket socket, EndPoint address, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromMilliseconds(_options.ConnectTimeoutMs), _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(address, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException || IsDeadline(exception, cancellationToken))
        {
            throw new LinkException(LinkFault.ConnectionFailed);
        }
    }

    // TLS, then hello, each under its deadline. Every failure leaves as a LinkException, with the socket closed.
    private async Task<PeerLink> ConnectLinkAsync(Socket socket, MemberId? dialled, CancellationToken cancellationToken)
    {
        SslStream? stream = null;
        PeerLink? link = null;
        LinkFault late = LinkFault.HandshakeTimeout;
        bool connected = false;
        try
        {
            socket.NoDelay = true;
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
            TlsHandshake handshake = new(_scope, Volatile.Read(ref _expected), CurrentCertificate(), _time);
            using (CancellationTokenSource deadline = new(TimeSpan.FromMilliseconds(_options.HandshakeTimeoutMs), _time))
            using (CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken))
            {
                MemberId peer = dialled is { } wanted
                    ? await handshake.DialAsync(stream, wanted, either.Token).ConfigureAwait(false)
                    : await handshake.AcceptAsync(stream, either.Token).ConfigureAwait(false);
                link = new PeerLink(peer, dialled is null ? peer : _identity.Member, stream, socket, _options, _time);
            }

            late = LinkFault.HelloTimeout;
            using (CancellationTokenSource deadline = new(TimeSpan.FromMilliseconds(_options.HelloTimeoutMs), _time))
            using (CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken))
            {
                await link.ExchangeHelloAsync(either.Token).ConfigureAwait(false);
            }

            connected = true;
            return link;
        }
        catch (Exception exception) when (IsDeadline(exception, cancellationToken))
        {
            throw new LinkException(late);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            throw new LinkException(LinkFault.ConnectionFailed);
        }
        finally
        {
            if (!connected)
            {
                link?.Dispose();
                stream?.Dispose();
            }
        }
    }

    private async Task RunLinkAsync(PeerLink link)
    {
        PeerSlot slot = Admit(link);
        LogLinkUp(link.Peer, link.Software);
        LinkFault fault = await link.RunAsync(_inbound.Writer, slot.Budget, _abandon.Token).ConfigureAwait(false);
        lock (_gate)
        {
            slot.BytesIn += link.BytesIn;
            slot.BytesOut += link.BytesOut;
            if (ReferenceEquals(slot.Link, link))
            {
                slot.Link = null;
                slot.LastFault = fault;
                slot.Changed();
            }
        }

        Count(fault);
        LogLinkDown(link.Peer, fault);
    }

    // Of two links that were dialled from both sides the one that the lower id dialled stays, so both sides keep the same one.
    // Of two that the same side dialled the later stays: it would not dial while it had one.
    private PeerSlot Admit(PeerLink link)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                throw new LinkException(LinkFault.Stopped);
            }

            if (!_slots.TryGetValue(link.Peer, out PeerSlot? slot) || _expected.GetValueOrDefault(link.Peer) != slot.Key)
            {
                throw new LinkException(LinkFault.MemberRemoved);
            }

            if (slot.BannedUntil > _time.GetUtcNow())
            {
                throw new LinkException(LinkFault.PeerMisbehaved);
            }

            if (slot.Link is { } present)
            {
                MemberId lower = _identity.Member.CompareTo(link.Peer) < 0 ? _identity.Member : link.Peer;
                if (present.Dialler != link.Dialler && present.Dialler == lower)
                {
                    throw new LinkException(LinkFault.DuplicateLink);
                }

                present.Abort(LinkFault.Replaced);
            }

            slot.Link = link;
            slot.Links++;
            slot.Software = link.Software;
            slot.Changed();
            return slot;
        }
    }

    private SslStreamCertificateContext CurrentCertificate()
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            if (_certificate is null || now >= _certificateRenewal)
            {
                // The old one may still serve a handshake; it goes with the last that holds it.
                X509Certificate2 made = LinkCertificate.Create(
                    _identity, _scope, Timestamp.From(now), _options.CertificateValidityHours);
                _certificate = SslStreamCertificateContext.Create(made, additionalCertificates: null, offline: true);
                _certificateRenewal = now.AddHours(_options.CertificateValidityHours / 2.0);
            }

            return _certificate;
        }
    }

    private static bool IsDeadline(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;

    private void Count(LinkFault fault) => Interlocked.Increment(ref _faults[(int)fault]);

    private void Refuse(LinkFault fault)
    {
        Count(fault);
        LogRefused(fault, FaultCount(fault));
    }
}
