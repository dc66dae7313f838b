using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Komandor.Primitives;
using PublicKey = Komandor.Primitives.PublicKey;

namespace Komandor.Network;

/// <summary>One TLS handshake, as the side that dialled or the one that accepted: docs/protocol/link.md §1.</summary>
internal sealed class TlsHandshake(
    LinkScope scope, IReadOnlyDictionary<MemberId, PublicKey> expected, SslStreamCertificateContext certificate, TimeProvider time)
{
    private static readonly SslApplicationProtocol _protocol = new("komandor/1");

    private LinkFault _fault;
    private bool _sawHello;
    private bool _offersOldVersions;
    private MemberId _member;
    private MemberId? _dialled;

    /// <summary>Authenticates the side that accepted as the member that was dialled.</summary>
    /// <exception cref="LinkException">A rule of LN2 to LN20 is broken.</exception>
    public async Task<MemberId> DialAsync(SslStream stream, MemberId dialled, CancellationToken cancellationToken)
    {
        _dialled = dialled;
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = "komandor",
            ApplicationProtocols = [_protocol],
            ClientCertificateContext = certificate,
            RemoteCertificateValidationCallback = Validate,
            CertificateChainPolicy = ChainPolicy(),
            AllowTlsResume = false,
            AllowRenegotiation = false,
#pragma warning disable CA5398 // The protocol is TLS 1.3 and nothing else (LN2): no choice is left to the system.
            EnabledSslProtocols = SslProtocols.Tls13,
#pragma warning restore CA5398
        };
        _sawHello = true;
        return await RunAsync(stream, stream.AuthenticateAsClientAsync(options, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Authenticates the side that dialled as one of the expected members.</summary>
    /// <exception cref="LinkException">A rule of LN1 to LN20 is broken.</exception>
    public Task<MemberId> AcceptAsync(SslStream stream, CancellationToken cancellationToken) =>
        RunAsync(stream, stream.AuthenticateAsServerAsync(ChooseOptions, null, cancellationToken));

    private async Task<MemberId> RunAsync(SslStream stream, Task handshake)
    {
        try
        {
            await handshake.ConfigureAwait(false);
        }
        catch (AuthenticationException exception)
        {
            throw new LinkException(Explain(exception));
        }

        LinkFault fault = _fault != LinkFault.None ? _fault
            : stream.NegotiatedApplicationProtocol != _protocol ? LinkFault.WrongProtocol
            : LinkFault.None;
        return fault == LinkFault.None ? _member : throw new LinkException(fault);
    }

    private ValueTask<SslServerAuthenticationOptions> ChooseOptions(
        SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken cancellationToken)
    {
        _sawHello = true;
        _offersOldVersions = (hello.SslProtocols & SslProtocols.Tls13) == 0;
        return ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ApplicationProtocols = [_protocol],
            ServerCertificateContext = certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = Validate,
            CertificateChainPolicy = ChainPolicy(),
            AllowTlsResume = false,
            AllowRenegotiation = false,
#pragma warning disable CA5398 // As above.
            EnabledSslProtocols = SslProtocols.Tls13,
#pragma warning restore CA5398
        });
    }

    private bool Validate(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        _fault = LinkCertificate.Verify(
            shown as X509Certificate2, scope, expected, _dialled, Timestamp.From(time.GetUtcNow()), out _member);
        return _fault == LinkFault.None;
    }

    private LinkFault Explain(AuthenticationException exception)
    {
        if (_fault != LinkFault.None)
        {
            return _fault;
        }

        if (!_sawHello)
        {
            return LinkFault.NotTls;
        }

        // OpenSSL's names of the two alerts, its own and the other side's; elsewhere the fault is the general one.
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner.Message.Contains("application protocol", StringComparison.OrdinalIgnoreCase))
            {
                return LinkFault.WrongProtocol;
            }

            if (inner.Message.Contains("protocol version", StringComparison.OrdinalIgnoreCase)
                || inner.Message.Contains("unsupported protocol", StringComparison.OrdinalIgnoreCase))
            {
                return LinkFault.TlsVersion;
            }
        }

        // Last, because the runtime does not find TLS 1.3 in every hello that offers it.
        return _offersOldVersions ? LinkFault.TlsVersion : LinkFault.TlsFailed;
    }

    // Nothing of X.509 decides, and above all nothing that a stranger's certificate names is fetched.
    private static X509ChainPolicy ChainPolicy() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };
}
