using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Encodes messages, and reads untrusted ones: rules GS1 to GS3 of docs/protocol/gossip.md.</summary>
public static class MessageCodec
{
    /// <summary>The canonical encoding: the kind, then the fields.</summary>
    public static byte[] Encode(GossipMessage message)
    {
        CanonicalWriter writer = new();
        writer.Byte((byte)message.Kind);
        message.Write(writer);
        Invariant.Require(writer.SizeBytes <= MessageLimits.MaxSizeBytes);
        return writer.ToArray();
    }

    /// <summary>Reads untrusted bytes.</summary>
    /// <param name="encoded">The bytes; nothing of the message borrows them.</param>
    /// <param name="message">The message, when it is well formed. What it holds is not checked yet.</param>
    /// <param name="fault">The first rule that it breaks otherwise.</param>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out GossipMessage? message, out MessageFault fault)
    {
        message = null;
        fault = MessageFault.None;
        if (encoded.Length > MessageLimits.MaxSizeBytes)
        {
            fault = MessageFault.TooLarge;
            return false;
        }

        CanonicalReader reader = new(encoded);
        byte kind = reader.Byte();
        GossipMessage? read = Read((MessageKind)kind, ref reader);
        if (read is null)
        {
            fault = encoded.IsEmpty ? MessageFault.Malformed : MessageFault.UnknownKind;
            return false;
        }

        if (!reader.TryFinish(out _))
        {
            fault = MessageFault.Malformed;
            return false;
        }

        message = read;
        return true;
    }

    private static GossipMessage? Read(MessageKind kind, ref CanonicalReader reader) => kind switch
    {
        MessageKind.Events => EventsMessage.Read(ref reader),
        MessageKind.Sync => SyncMessage.Read(ref reader),
        MessageKind.SyncDone => SyncDoneMessage.Read(ref reader),
        MessageKind.GetHeader => new GetHeaderMessage(),
        MessageKind.CertifiedHeader => CertifiedHeaderMessage.Read(ref reader),
        MessageKind.GetSnapshot => GetSnapshotMessage.Read(ref reader),
        MessageKind.SnapshotOffer => SnapshotOfferMessage.Read(ref reader),
        MessageKind.GetChunk => GetChunkMessage.Read(ref reader),
        MessageKind.Chunk => ChunkMessage.Read(ref reader),
        MessageKind.GetBlocks => GetBlocksMessage.Read(ref reader),
        MessageKind.Blocks => BlocksMessage.Read(ref reader),
        MessageKind.GetBlockPart => GetBlockPartMessage.Read(ref reader),
        MessageKind.BlockPart => BlockPartMessage.Read(ref reader),
        MessageKind.GetPiece => GetPieceMessage.Read(ref reader),
        MessageKind.Piece => PieceMessage.Read(ref reader),
        _ => null,
    };
}
