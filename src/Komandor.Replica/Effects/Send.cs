using Komandor.Primitives;

namespace Komandor.Replica.Effects;

/// <summary>Send a message to a peer, if its queue has room: a lost message is asked for again.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Encoded">The message; must not change.</param>
public sealed record Send(MemberId Peer, ReadOnlyMemory<byte> Encoded) : ReplicaEffect;
