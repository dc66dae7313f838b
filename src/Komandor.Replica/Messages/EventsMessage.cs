using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Events, parents before children where the sender has both.</summary>
/// <param name="Encoded">The encoded signed events.</param>
public sealed record EventsMessage(IReadOnlyList<ReadOnlyMemory<byte>> Encoded) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.Events;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt((ulong)Encoded.Count);
        foreach (ReadOnlyMemory<byte> encoded in Encoded)
        {
            writer.Bytes(encoded.Span);
        }
    }

    internal static EventsMessage Read(ref CanonicalReader reader)
    {
        int count = reader.Count(MessageLimits.MaxEvents, 1);
        if (count == 0)
        {
            reader.Fail(EncodingFault.OutOfRange);
        }

        ReadOnlyMemory<byte>[] encoded = new ReadOnlyMemory<byte>[count];
        for (int index = 0; index < count; index++)
        {
            encoded[index] = reader.Bytes(MessageLimits.MaxSizeBytes).ToArray();
        }

        return new EventsMessage(encoded);
    }
}
