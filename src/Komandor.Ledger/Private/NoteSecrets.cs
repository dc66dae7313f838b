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
    private static readonly HashDomain _anchorDomain = new("komandor.note.a");
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

    private const int AnchorSizeBytes = 16;

    /// <summary>The first byte of H(k): tells almost everybody else that the note is not theirs.</summary>
    internal byte ViewTag => Hash(_tagDomain, [])[0];

    /// <summary>aⱼ, 16 bytes from which the owner of an output computes its ephemeral key again.</summary>
    internal static UInt128 Anchor(ReadOnlySpan<byte> seed, Hash256 nonce, int output)
    {
        Span<byte> message = stackalloc byte[(2 * Hash256.SizeBytes) + sizeof(uint)];
        seed.CopyTo(message);
        nonce.CopyTo(message[Hash256.SizeBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(message[(2 * Hash256.SizeBytes)..], (uint)output);
        Span<byte> wide = stackalloc byte[SharedSizeBytes];
        Blake2b.Hash(_anchorDomain, message, wide);
        UInt128 anchor = BinaryPrimitives.ReadUInt128LittleEndian(wide);
        CryptographicOperations.ZeroMemory(message);
        CryptographicOperations.ZeroMemory(wide);
        return anchor;
    }

    /// <summary>eⱼ, the secret of an output's ephemeral key, for the address with the diversifier <paramref name="diversifier"/>.</summary>
    internal static Scalar Ephemeral(UInt128 anchor, Hash256 nonce, int output, UInt128 diversifier)
    {
        Span<byte> message = stackalloc byte[AnchorSizeBytes + Hash256.SizeBytes + sizeof(uint) + PrivateAddress.DiversifierSizeBytes];
        BinaryPrimitives.WriteUInt128LittleEndian(message, anchor);
        nonce.CopyTo(message[AnchorSizeBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(message[(AnchorSizeBytes + Hash256.SizeBytes)..], (uint)output);
        PrivateAddress.WriteDiversifier(diversifier, message[(AnchorSizeBytes + Hash256.SizeBytes + sizeof(uint))..]);
        Span<byte> wide = stackalloc byte[SharedSizeBytes];
        Blake2b.Hash(_ephemeralDomain, message, wide);
        Scalar scalar = Scalar.ReadWide(wide);
        CryptographicOperations.ZeroMemory(message);
        CryptographicOperations.ZeroMemory(wide);
        return scalar;
    }

    /// <summary>The view tag alone, without anything to dispose: what a scan computes for every note of the chain.</summary>
    internal static byte TagOf(Hash256 ephemeralKey, ReadOnlySpan<byte> product, Hash256 nonce, int output)
    {
        Span<byte> message = stackalloc byte[(3 * Hash256.SizeBytes) + sizeof(uint)];
        Span<byte> shared = stackalloc byte[SharedSizeBytes];
        WriteShared(message, ephemeralKey, product, nonce, output);
        Blake2b.Hash(_sharedDomain, message, shared);
        Blake2b.Hash(_tagDomain, shared, message[..SharedSizeBytes]);
        byte tag = message[0];
        CryptographicOperations.ZeroMemory(message);
        CryptographicOperations.ZeroMemory(shared);
        return tag;
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
        WriteShared(message, ephemeralKey, product, nonce, output);
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

    /// <summary>Seals a value and an anchor for the note's owner, or opens what was sealed: 24 bytes, under a key that is used once.</summary>
    /// <remarks>There is no authenticator: the owner computes key, commitment and ephemeral key again from what is sealed, and all must agree.</remarks>
    internal byte[] SealValue(ulong value, UInt128 anchor)
    {
        byte[] sealedValue = new byte[PrivateLimits.SealedValueSizeBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(sealedValue, value);
        BinaryPrimitives.WriteUInt128LittleEndian(sealedValue.AsSpan(sizeof(ulong)), anchor);
        Mask(sealedValue);
        return sealedValue;
    }

    /// <summary>The value and the anchor that an output's maker sealed; anything, if it was sealed for somebody else.</summary>
    internal (ulong Value, UInt128 Anchor) OpenValue(ReadOnlySpan<byte> sealedValue)
    {
        Span<byte> plain = stackalloc byte[PrivateLimits.SealedValueSizeBytes];
        sealedValue.CopyTo(plain);
        Mask(plain);
        (ulong Value, UInt128 Anchor) opened =
            (BinaryPrimitives.ReadUInt64LittleEndian(plain), BinaryPrimitives.ReadUInt128LittleEndian(plain[sizeof(ulong)..]));
        CryptographicOperations.ZeroMemory(plain);
        return opened;
    }

    /// <summary>Seals the 512 bytes of a memo for the note's owner.</summary>
    internal byte[] SealMemo(ReadOnlySpan<byte> memo, Hash256 nonce) => NoteCipher.Seal(CipherKey(_memoDomain), memo, nonce.ToArray());

    /// <summary>Opens a sealed memo; null when it was sealed for somebody else.</summary>
    internal byte[]? OpenMemo(ReadOnlySpan<byte> sealedMemo, Hash256 nonce) => NoteCipher.Open(CipherKey(_memoDomain), sealedMemo, nonce.ToArray());

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_shared);

    private static void WriteShared(Span<byte> message, Hash256 ephemeralKey, ReadOnlySpan<byte> product, Hash256 nonce, int output)
    {
        ephemeralKey.CopyTo(message);
        product.CopyTo(message[Hash256.SizeBytes..]);
        nonce.CopyTo(message[(2 * Hash256.SizeBytes)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(message[(3 * Hash256.SizeBytes)..], (uint)output);
    }

    private void Mask(Span<byte> value)
    {
        byte[] mask = Hash(_valueDomain, []);
        for (int index = 0; index < value.Length; index++)
        {
            value[index] ^= mask[index];
        }

        CryptographicOperations.ZeroMemory(mask);
    }

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
