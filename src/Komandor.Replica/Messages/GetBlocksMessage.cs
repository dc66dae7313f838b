using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Asks for blocks, highest first.</summary>
/// <param name="Height">The highest block wanted; at least 1.</param>
/// <param name="Count">How many at most, 1 to <see cref="MessageLimits.MaxBlocks"/>.</param>
public sealed record GetBlocksMessage(ulong Height, int Count) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.GetBlocks;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Height);
        writer.VarUInt((ulong)Count);
    }

    internal static GetBlocksMessage Read(ref CanonicalReader reader) => new(
        reader.VarUInt(long.MaxValue), (int)reader.VarUInt(MessageLimits.MaxBlocks));
}
