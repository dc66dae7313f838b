using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>A message between members: docs/protocol/gossip.md. Derived records are the messages; <see cref="MessageCodec"/> encodes them.</summary>
public abstract record GossipMessage
{
    /// <summary>The first byte of its encoding.</summary>
    internal abstract MessageKind Kind { get; }

    /// <summary>Writes all but the kind.</summary>
    internal abstract void Write(CanonicalWriter writer);
}
