using Komandor.Primitives;

namespace Komandor.State;

/// <summary>The hashes beside a way down the tree: docs/protocol/state.md §3.</summary>
internal static class SiblingPath
{
    /// <summary>The bits of a key, and so the longest way.</summary>
    public const int MaximumDepth = 256;

    /// <summary>Writes depth, map and the siblings that are not empty.</summary>
    public static void Write(CanonicalWriter writer, ReadOnlySpan<Hash256> siblings)
    {
        writer.VarUInt((ulong)siblings.Length);
        Span<byte> map = stackalloc byte[MaximumDepth / 8];
        for (int index = 0; index < siblings.Length; index++)
        {
            map[index >> 3] |= (byte)(siblings[index].IsZero ? 0 : 0x80 >> (index & 7));
        }

        writer.Raw(map[..((siblings.Length + 7) / 8)]);
        foreach (Hash256 sibling in siblings)
        {
            if (!sibling.IsZero)
            {
                writer.Hash(sibling);
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote into <paramref name="siblings"/>, which has room for <see cref="MaximumDepth"/>.</summary>
    /// <param name="reader">Untrusted.</param>
    /// <param name="siblings">Receives them from the top down.</param>
    /// <param name="isStray">Whether a bit beyond the depth is set or a listed sibling is zero.</param>
    /// <returns>The depth.</returns>
    public static int Read(ref CanonicalReader reader, scoped Span<Hash256> siblings, out bool isStray)
    {
        int depth = (int)reader.VarUInt(MaximumDepth);
        ReadOnlySpan<byte> map = reader.Raw((depth + 7) / 8);
        isStray = (depth & 7) != 0 && !map.IsEmpty && (map[^1] & (0xff >> (depth & 7))) != 0;
        for (int index = 0; index < depth && !map.IsEmpty; index++)
        {
            bool isListed = (map[index >> 3] & (0x80 >> (index & 7))) != 0;
            siblings[index] = isListed ? reader.Hash() : Hash256.Zero;
            isStray |= isListed && siblings[index].IsZero;
        }

        return depth;
    }

    /// <summary>The root that <paramref name="hash"/> leads to, when it hangs below <paramref name="siblings"/> on the way to <paramref name="key"/>.</summary>
    public static Hash256 Join(Hash256 hash, Hash256 key, ReadOnlySpan<Hash256> siblings)
    {
        for (int index = siblings.Length - 1; index >= 0; index--)
        {
            hash = key.Bit(index) ? StateHash.Node(siblings[index], hash) : StateHash.Node(hash, siblings[index]);
        }

        return hash;
    }

    /// <summary>Whether the first <paramref name="bits"/> bits of two keys are the same.</summary>
    public static bool IsShared(Hash256 left, Hash256 right, int bits)
    {
        for (int bit = 0; bit < bits; bit++)
        {
            if (left.Bit(bit) != right.Bit(bit))
            {
                return false;
            }
        }

        return true;
    }
}
