using Komandor.Primitives;

namespace Komandor.State;

/// <summary>Checks proofs with nothing but a root: docs/protocol/state.md §4.</summary>
public static class StateProofVerifier
{
    /// <summary>Whether <paramref name="proof"/> shows that <paramref name="key"/> has <paramref name="value"/> under <paramref name="root"/>.</summary>
    /// <param name="root">A version's root.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; null when it shall have none.</param>
    /// <param name="proof">Untrusted.</param>
    public static StateProofFault Verify(Hash256 root, Hash256 key, byte[]? value, StateProof proof)
    {
        CanonicalReader reader = new(proof.Encoded.AsSpan());
        Span<Hash256> siblings = stackalloc Hash256[SiblingPath.MaximumDepth];
        int depth = SiblingPath.Read(ref reader, siblings, out bool isStray);
        byte end = reader.Byte();
        Hash256 otherKey = end == ProofBuilder.Other ? reader.Hash() : default;
        Hash256 otherValue = end == ProofBuilder.Other ? reader.Hash() : default;
        if (!reader.TryFinish(out _) || end > ProofBuilder.Other)
        {
            return StateProofFault.Malformed;
        }

        if (isStray)
        {
            return StateProofFault.StraySibling;
        }

        if (end == ProofBuilder.Own != value is not null)
        {
            return StateProofFault.WrongEnd;
        }

        if (end == ProofBuilder.Other && (otherKey == key || !SiblingPath.IsShared(otherKey, key, depth)))
        {
            return StateProofFault.ForeignLeaf;
        }

        Hash256 hash = end switch
        {
            ProofBuilder.Empty => Hash256.Zero,
            ProofBuilder.Own => StateHash.Leaf(key, StateHash.Value(value)),
            _ => StateHash.Leaf(otherKey, otherValue),
        };
        return SiblingPath.Join(hash, key, siblings[..depth]) == root ? StateProofFault.None : StateProofFault.RootMismatch;
    }
}
