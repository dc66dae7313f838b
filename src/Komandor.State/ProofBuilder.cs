using Komandor.Primitives;

namespace Komandor.State;

/// <summary>Writes proofs: docs/protocol/state.md §3.</summary>
internal static class ProofBuilder
{
    /// <summary>The path ends in an empty subtree.</summary>
    public const byte Empty = 0;

    /// <summary>The path ends in the key's own leaf.</summary>
    public const byte Own = 1;

    /// <summary>The path ends in the leaf of another key.</summary>
    public const byte Other = 2;

    /// <summary>The proof of a way and its end.</summary>
    internal static StateProof Write(ReadOnlySpan<Hash256> siblings, Hash256 key, ReadOnlySpan<Leaf> end)
    {
        CanonicalWriter writer = new(1024);
        SiblingPath.Write(writer, siblings);
        writer.Byte(end.IsEmpty ? Empty : end[0].Key == key ? Own : Other);
        if (!end.IsEmpty && end[0].Key != key)
        {
            writer.Hash(end[0].Key);
            writer.Hash(StateHash.Value(end[0].Value));
        }

        return new StateProof([.. writer.Written]);
    }
}
