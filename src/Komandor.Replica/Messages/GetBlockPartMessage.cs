using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Asks for what follows of a block that no message can carry whole.</summary>
/// <param name="Height">The block.</param>
/// <param name="Offset">How many bytes of its encoding the sender has; below <see cref="MessageLimits.MaxBlockSizeBytes"/>.</param>
public sealed record GetBlockPartMessage(ulong Height, int Offset) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.GetBlockPart;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Height);
        writer.VarUInt((ulong)Offset);
    }

    internal static GetBlockPartMessage Read(ref CanonicalReader reader) => new(
        reader.VarUInt(long.MaxValue), (int)reader.VarUInt(MessageLimits.MaxBlockSizeBytes));
}
