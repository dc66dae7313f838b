using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Ledger.Blocks;

/// <summary>Shows that a leaf stands under a root of <see cref="MerkleTree"/>.</summary>
/// <param name="Count">The number of leaves.</param>
/// <param name="Index">The leaf's place, from 0.</param>
/// <param name="Path">The siblings on the way up, lowest first.</param>
public sealed record MerkleProof(int Count, int Index, ImmutableArray<Hash256> Path)
{
    private const int MaximumLevels = 32;

    /// <summary>Proves leaf <paramref name="index"/> of <paramref name="leaves"/>.</summary>
    public static MerkleProof Create(ReadOnlySpan<Hash256> leaves, int index) => new(leaves.Length, index, MerkleTree.Prove(leaves, index));

    /// <summary>Whether <paramref name="leaf"/> stands under <paramref name="root"/>.</summary>
    public bool Verify(Hash256 root, Hash256 leaf) => MerkleTree.Verify(root, Count, Index, leaf, Path.AsSpan());

    /// <summary>The canonical encoding: varuint count, varuint index, list of hashes.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new();
        writer.VarUInt((ulong)Count);
        writer.VarUInt((ulong)Index);
        writer.VarUInt((ulong)Path.Length);
        foreach (Hash256 sibling in Path)
        {
            writer.Hash(sibling);
        }

        return writer.ToArray();
    }

    /// <summary>Decodes untrusted bytes.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out MerkleProof? proof, out EncodingFault fault)
    {
        CanonicalReader reader = new(encoded);
        int count = (int)reader.VarUInt(int.MaxValue);
        int index = (int)reader.VarUInt(int.MaxValue);
        ImmutableArray<Hash256>.Builder path = ImmutableArray.CreateBuilder<Hash256>(reader.Count(MaximumLevels, Hash256.SizeBytes));
        while (path.Count < path.Capacity)
        {
            path.Add(reader.Hash());
        }

        proof = reader.TryFinish(out fault) ? new MerkleProof(count, index, path.MoveToImmutable()) : null;
        return proof is not null;
    }
}
