using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>The items of an event's payload: a tag, then the content. docs/protocol/gossip.md §2.</summary>
internal static class PayloadItem
{
    /// <summary>The tag of a transaction with its witnesses.</summary>
    public const byte Transaction = 0;

    /// <summary>The tag of a header signature.</summary>
    public const byte HeaderSignature = 1;

    /// <summary>The item of an encoded transaction.</summary>
    public static byte[] OfTransaction(ReadOnlySpan<byte> encoded)
    {
        byte[] item = new byte[1 + encoded.Length];
        item[0] = Transaction;
        encoded.CopyTo(item.AsSpan(1));
        return item;
    }

    /// <summary>The item of a header signature.</summary>
    public static byte[] OfSignature(HeaderClaim claim)
    {
        CanonicalWriter writer = new(1 + 8 + Hash256.SizeBytes + Signature.SizeBytes);
        writer.Byte(HeaderSignature);
        writer.UInt64(claim.Height);
        writer.Hash(claim.Block.Value);
        writer.Signature(claim.Signature);
        return writer.ToArray();
    }

    /// <summary>Reads the content of a header signature's item, tag included.</summary>
    public static bool TryReadSignature(ReadOnlySpan<byte> item, out HeaderClaim claim)
    {
        CanonicalReader reader = new(item);
        byte tag = reader.Byte();
        claim = new HeaderClaim(reader.UInt64(), new BlockId(reader.Hash()), reader.Signature());
        return reader.TryFinish(out _) && tag == HeaderSignature && claim.Height is > 0 and <= long.MaxValue;
    }
}
