using Komandor.Primitives;

namespace Komandor.State;

/// <summary>A subtree whose entries and pages an import already has in its place.</summary>
/// <param name="Path">Where it hangs.</param>
/// <param name="Slot">The number of its entries and its hash.</param>
internal readonly record struct StatePart(NodePath Path, Slot Slot)
{
    /// <summary>The first key after the subtree, or null when it is the last.</summary>
    public Hash256? End()
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        Path.Prefix.CopyTo(bytes);
        int carry = (Path.Depth & 1) == 0 ? 1 : 0x10;
        for (int index = ((Path.Depth + 1) >> 1) - 1; index >= 0; index--)
        {
            int sum = bytes[index] + carry;
            bytes[index] = (byte)(sum & 0xff);
            carry = 1;
            if (sum < 0x100)
            {
                return new Hash256(bytes);
            }
        }

        return null;
    }

    /// <summary>The part as it is stored.</summary>
    public byte[] ToArray()
    {
        CanonicalWriter writer = new(80);
        writer.Byte((byte)Path.Depth);
        writer.Hash(Path.Prefix);
        writer.VarUInt((ulong)Slot.Count);
        writer.Hash(Slot.Hash);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="ToArray"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static StatePart Read(byte[] bytes)
    {
        CanonicalReader reader = new(bytes);
        int depth = Math.Min(reader.Byte(), (byte)64);
        StatePart part = new(NodePath.Of(reader.Hash(), depth), new Slot((long)reader.VarUInt(long.MaxValue), reader.Hash()));
        return reader.TryFinish(out _) ? part : throw new InvalidDataException("The import is damaged: a part's record cannot be read.");
    }
}
