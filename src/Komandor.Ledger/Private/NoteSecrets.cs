using System.Buffers.Binary;
using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>What payer and recipient of a note share: k and all that is hashed from it. Zeroed on disposal.</summary>
/// <remarks>docs/protocol/private-wallet.md §3.</remarks>
internal sealed class NoteSecrets : IDisposable
{
    private static readonly HashDomain _ephemeralDomain = new("komandor.note.e");
    private static readonly HashDomain _sharedDomain = new("komandor.note.k");
    private static readonly HashDomain _tagDomain = new("komandor.note.t");
    private static readonly HashDomain _keyDomain = new("komandor.note.h");
    private static readonly HashDomain _blindingDomain = new("komandor.note.y");
    private static readonly HashDomain _valueDomain = new("komandor.note.v");
    private static readonly HashDomain _memoDomain = new("komandor.memo");

    private readonly byte[] _shared = GC.AllocateArray<byte>(SharedSizeBytes, pinned: true);

    private NoteSecrets()
    {
    }

    /// <summary>The bytes of k.</summary>
    internal const int SharedSizeBytes = 64;

    /// <summary>The first byte of H(k): tells almost everybody else that the note is not theirs.</summary>
    internal byte ViewTag => Hash(_tagDomain, [])[0];

    /// <summary>eⱼ, the secret of an output's ephemeral key.</summary>
    internal static Scalar Ephemeral(ReadOnlySpan<byte> seed, Hash256 nonce, int output)
    {
        Span<byte> message = stackalloc byte[(2 * Hash256.SizeBytes) + sizeof(uint)];
        seed.CopyTo(message);
        nonce.CopyTo(message[Hash256.SizeBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(message[(2 * Hash256.SizeBytes)..], (uint)output);
        Span<byte> wide = stackalloc byte[SharedSizeBytes];
        Blake2b.Hash(_ephemeralDomain, message, wide);
        Scalar scalar = Scalar.ReadWide(wide);
        CryptographicOperations.ZeroMemory(message);
        CryptographicOperations.ZeroMemory(wide);
        return scalar;
    }

    /// <summary>k of an output.</summary>
    /// <param name="ephemeralKey">E.</param>
    /// <param name="product">eⱼ·Q₁ for the payer, i·E for the recipient: one point.</param>
    /// <param name="nonce">The transaction's nonce.</param>
    /// <param name="output">The output's index.</param>
    internal static NoteSecrets Of(Hash256 ephemeralKey, in EdwardsPoint product, Hash256 nonce, int output)
    {
        Span<byte> encoded = stackalloc byte[Ristretto255.SizeBytes];
        Ristretto255.Write(product, encoded);
        return Of(ephemeralKey, encoded, nonce, output);
    }

    /// <summary>As above, with the product's encoding, which is zeroed.</summary>
    internal static NoteSecrets Of(Hash256 ephemeralKey, Span<byte> product, Hash256 nonce, int output)
    {
        Span<byte> message = stackalloc byte[(3 * Hash256.SizeBytes) + sizeof(uint)];
        ephemeralKey.CopyTo(message);
        product.CopyTo(message[Hash256.SizeBytes..]);
        nonce.CopyTo(message[(2 * Hash256.SizeBytes)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(message[(3 * Hash256.SizeBytes)..], (uint)output);
        NoteSecrets secrets = new();
        Blake2b.Hash(_sharedDomain, message, secrets._shared);
        CryptographicOperations.ZeroMemory(message);
        CryptographicOperations.ZeroMemory(product);
        return secrets;
    }

    /// <summary>h, by which the note's key differs from its address's.</summary>
    internal Scalar KeyOffset(PoolId pool) => Reduce(_keyDomain, pool);

    /// <summary>y, the blinding factor of the note's commitment.</summary>
    internal Scalar Blinding(PoolId pool) => Reduce(_blindingDomain, pool);

    /// <summary>Seals a value for the note's owner.</summary>
    internal byte[] SealValue(ulong value, Hash256 key, Hash256 commitment, Hash256 ephemeralKey)
    {
        byte[] plain = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(plain, value);
        byte[] sealedValue = NoteCipher.Seal(CipherKey(_valueDomain), plain, Additional(key, commitment, ephemeralKey));
        CryptographicOperations.ZeroMemory(plain);
        return sealedValue;
    }

    /// <summary>Opens a sealed value; null when it was sealed for somebody else.</summary>
    internal ulong? OpenValue(PrivateOutput output) =>
        NoteCipher.Open(CipherKey(_valueDomain), output.SealedValue.Span, Additional(output.Key, output.Commitment, output.EphemeralKey)) is { } plain
            ? BinaryPrimitives.ReadUInt64LittleEndian(plain)
            : null;

    /// <summary>Seals the 512 bytes of a memo for the note's owner.</summary>
    internal byte[] SealMemo(ReadOnlySpan<byte> memo, Hash256 nonce) => NoteCipher.Seal(CipherKey(_memoDomain), memo, nonce.ToArray());

    /// <summary>Opens a sealed memo; null when it was sealed for somebody else.</summary>
    internal byte[]? OpenMemo(ReadOnlySpan<byte> sealedMemo, Hash256 nonce) => NoteCipher.Open(CipherKey(_memoDomain), sealedMemo, nonce.ToArray());

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_shared);

    private static byte[] Additional(Hash256 key, Hash256 commitment, Hash256 ephemeralKey) =>
        [.. key.ToArray(), .. commitment.ToArray(), .. ephemeralKey.ToArray()];

    private byte[] CipherKey(HashDomain domain) => Hash(domain, [])[..NoteCipher.KeySizeBytes];

    private Scalar Reduce(HashDomain domain, PoolId pool) => Scalar.ReadWide(Hash(domain, pool.Value.ToArray()));

    private byte[] Hash(HashDomain domain, ReadOnlySpan<byte> more)
    {
        Span<byte> message = stackalloc byte[SharedSizeBytes + Hash256.SizeBytes];
        _shared.CopyTo(message);
        more.CopyTo(message[SharedSizeBytes..]);
        byte[] hash = new byte[SharedSizeBytes];
        Blake2b.Hash(domain, message[..(SharedSizeBytes + more.Length)], hash);
        CryptographicOperations.ZeroMemory(message);
        return hash;
    }
}
