using System.Net;
using Komandor.Primitives;

namespace Komandor.Network;

/// <summary>A member that this node lets in and, when its address is known, dials.</summary>
/// <param name="Id">The member.</param>
/// <param name="Key">Its identity key.</param>
/// <param name="Address">Where it listens: an <see cref="IPEndPoint"/> or <see cref="DnsEndPoint"/>; null waits for it to dial.</param>
public sealed record ExpectedMember(MemberId Id, PublicKey Key, EndPoint? Address);
