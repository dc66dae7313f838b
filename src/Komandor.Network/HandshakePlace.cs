using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Komandor.Network;

/// <summary>The place of a connection that has not authenticated itself yet.</summary>
/// <param name="holder">Whose it is.</param>
[SuppressMessage("Design", "CA1001", Justification = "Another thread may displace it at any time, and a source without timer or handle needs no disposal.")]
internal sealed class HandshakePlace(IPAddress holder)
{
    private readonly CancellationTokenSource _displaced = new();

    /// <summary>The address, for IPv6 its /64.</summary>
    public IPAddress Holder { get; } = holder;

    /// <summary>Ends the handshake when another connection takes its place.</summary>
    public CancellationToken Displaced => _displaced.Token;

    /// <summary>Another takes the place.</summary>
    public void Displace() => _displaced.Cancel();
}
