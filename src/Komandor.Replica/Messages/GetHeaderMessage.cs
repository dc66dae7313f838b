using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Asks for the newest certified header: the sender lacks the certificate of a block that others call final.</summary>
public sealed record GetHeaderMessage : GossipMessage
{
    internal override MessageKind Kind => MessageKind.GetHeader;

    internal override void Write(CanonicalWriter writer)
    {
    }
}
