using System.Buffers.Binary;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Cryptography.Proofs.Lanes;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>The group elements that every proof shares, each hashed from its label: nobody knows how one is a multiple of another.</summary>
/// <remarks>docs/protocol/transcripts.md §4.</remarks>
internal static class Generators
{
    private static readonly HashDomain _generatorDomain = new("komandor.gen");
    private static readonly HashDomain _imageDomain = new("komandor.image");
    private static readonly HashDomain _tagDomain = new("komandor.tag");

    /// <summary>B, the base of keys and of blinding factors: RFC 9496's base point.</summary>
    internal static EdwardsPoint Blinding => EdwardsPoint.Base;

    /// <summary>V, the base of values.</summary>
    internal static EdwardsPoint Value { get; } = Derive("value"u8, 0);

    /// <summary>F, the base of a note's serial.</summary>
    internal static EdwardsPoint Serial { get; } = Derive("serial"u8, 0);

    /// <summary>K, the base of a note's spend secret.</summary>
    internal static EdwardsPoint Spend { get; } = Derive("spend"u8, 0);

    /// <summary>The element of a label and an index.</summary>
    internal static EdwardsPoint Derive(ReadOnlySpan<byte> label, int index)
    {
        Span<byte> uniform = stackalloc byte[Ristretto255.UniformSizeBytes];
        Hash(label, index, uniform);
        return Ristretto255.FromUniformBytes(uniform);
    }

    /// <summary>The elements of a label and the indices 0, 1, ….</summary>
    internal static EdwardsPoint[] DeriveMany(ReadOnlySpan<byte> label, int count)
    {
        EdwardsPoint[] points = new EdwardsPoint[count];
        byte[] uniform = new byte[count * Ristretto255.UniformSizeBytes];
        for (int index = 0; index < count; index++)
        {
            Hash(label, index, uniform.AsSpan(index * Ristretto255.UniformSizeBytes, Ristretto255.UniformSizeBytes));
        }

        Map(uniform, points);
        return points;
    }

    /// <summary>The base of a key's image: the key's encoding hashed to the group.</summary>
    internal static EdwardsPoint KeyImageBase(ReadOnlySpan<byte> key) => HashToGroup(_imageDomain, key);

    /// <summary>The bases of many keys' images.</summary>
    /// <param name="keys">The keys' encodings, a stride apart.</param>
    /// <param name="strideBytes">The bytes from one key to the next.</param>
    /// <param name="bases">One for each key, at most 16.</param>
    internal static void KeyImageBases(ReadOnlySpan<byte> keys, int strideBytes, Span<EdwardsPoint> bases)
    {
        Span<byte> uniform = stackalloc byte[16 * Ristretto255.UniformSizeBytes];
        for (int index = 0; index < bases.Length; index++)
        {
            ReadOnlySpan<byte> key = keys.Slice(index * strideBytes, Ristretto255.SizeBytes);
            Blake2b.Hash(_imageDomain, key, uniform.Slice(index * Ristretto255.UniformSizeBytes, Ristretto255.UniformSizeBytes));
        }

        Map(uniform, bases);
    }

    /// <summary>U, the base that tags of a pool are bound to.</summary>
    internal static EdwardsPoint TagBase(ChainId chain, Hash256 pool)
    {
        Span<byte> message = stackalloc byte[2 * Hash256.SizeBytes];
        chain.Value.CopyTo(message);
        pool.CopyTo(message[Hash256.SizeBytes..]);
        return HashToGroup(_tagDomain, message);
    }

    private static void Hash(ReadOnlySpan<byte> label, int index, Span<byte> uniform)
    {
        Span<byte> message = stackalloc byte[1 + label.Length + sizeof(int)];
        message[0] = (byte)label.Length;
        label.CopyTo(message[1..]);
        BinaryPrimitives.WriteInt32LittleEndian(message[(1 + label.Length)..], index);
        Blake2b.Hash(_generatorDomain, message, uniform);
    }

    private static void Map(ReadOnlySpan<byte> uniform, Span<EdwardsPoint> points)
    {
        if (Avx512Lanes.IsSupported)
        {
            LaneHash<LanePair<Avx512Lanes>>.Map(uniform, points);
        }
        else if (Avx2Lanes.IsSupported)
        {
            LaneHash<LanePair<Avx2Lanes>>.Map(uniform, points);
        }
        else
        {
            LaneHash<ScalarLane>.Map(uniform, points);
        }
    }

    private static EdwardsPoint HashToGroup(HashDomain domain, ReadOnlySpan<byte> message)
    {
        Span<byte> uniform = stackalloc byte[Ristretto255.UniformSizeBytes];
        Blake2b.Hash(domain, message, uniform);
        return Ristretto255.FromUniformBytes(uniform);
    }
}
