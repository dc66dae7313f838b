using Komandor.Primitives;

namespace Komandor.State;

/// <summary>Checks proofs with nothing but a root: docs/protocol/state.md §4.</summary>
public static class StateProofVerifier
{
    private const int MaximumDepth = 256;

    /// <summary>Whether <paramref name="proof"/> shows that <paramref name="key"/> has <paramref name="value"/> under <paramref name="root"/>.</summary>
    /// <param name="root">A version's root.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; null when it shall have none.</param>
    /// <param name="proof">Untrusted.</param>
    public static StateProofFault Verify(Hash256 root, Hash256 key, byte[]? value, StateProof proof)
    {
        CanonicalReader reader = new(proof.Encoded.AsSpan());
        int depth = (int)reader.VarUInt(MaximumDepth);
        ReadOnlySpan<byte> map = reader.Raw((depth + 7) / 8);
        Span<Hash256> siblings = stackalloc Hash256[MaximumDepth];
        bool stray = (depth & 7) != 0 && !map.IsEmpty && (map[^1] & (0xff >> (depth & 7))) != 0;
        for (int index = 0; index < depth && !map.IsEmpty; index++)
        {
            bool listed = (map[index >> 3] & (0x80 >> (index & 7))) != 0;
            siblings[index] = listed ? reader.Hash() : Hash256.Zero;
            stray |= listed && siblings[index].IsZero;
        }

        byte end = reader.Byte();
        Hash256 otherKey = end == ProofBuilder.Other ? reader.Hash() : default;
        Hash256 otherValue = end == ProofBuilder.Other ? reader.Hash() : default;
        if (!reader.TryFinish(out _) || end > ProofBuilder.Other)
        {
            return StateProofFault.Malformed;
        }

        if (stray)
        {
            return StateProofFault.StraySibling;
        }

        if (end == ProofBuilder.Own != value is not null)
        {
            return StateProofFault.WrongEnd;
        }

        if (end == ProofBuilder.Other && (otherKey == key || !SharesPath(otherKey, key, depth)))
        {
            return StateProofFault.ForeignLeaf;
        }

        Hash256 hash = end switch
        {
            ProofBuilder.Empty => Hash256.Zero,
            ProofBuilder.Own => StateHash.Leaf(key, StateHash.Value(value)),
            _ => StateHash.Leaf(otherKey, otherValue),
        };
        for (int index = depth - 1; index >= 0; index--)
        {
            hash = key.Bit(index) ? StateHash.Node(siblings[index], hash) : StateHash.Node(hash, siblings[index]);
        }

        return hash == root ? StateProofFault.None : StateProofFault.RootMismatch;
    }

    private static bool SharesPath(Hash256 left, Hash256 right, int depth)
    {
        for (int bit = 0; bit < depth; bit++)
        {
            if (left.Bit(bit) != right.Bit(bit))
            {
                return false;
            }
        }

        return true;
    }
}
