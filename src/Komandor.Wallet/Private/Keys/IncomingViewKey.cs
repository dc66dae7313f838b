using System.Buffers.Binary;
using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Keys;

/// <summary>What finds the notes that come in, and gives out addresses: (i, P₂, P₃). It computes neither tags nor images. Zeroed when disposed.</summary>
/// <remarks>docs/protocol/private-wallet.md §1 and §2.</remarks>
internal sealed class IncomingViewKey : IDisposable
{
    /// <summary>The bytes of an encoding: i ‖ P₂ ‖ P₃.</summary>
    internal const int SizeBytes = 3 * Hash256.SizeBytes;

    private static readonly HashDomain _diversifierKeyDomain = new("komandor.dkey");
    private static readonly HashDomain _shieldedOffsetDomain = new("komandor.addr.2");
    private static readonly HashDomain _ringOffsetDomain = new("komandor.addr.3");

    private readonly Scalar[] _secret = GC.AllocateArray<Scalar>(1, pinned: true);
    private readonly Aes _cipher = Aes.Create();

    /// <summary>A key of its parts.</summary>
    /// <param name="find">i.</param>
    /// <param name="shieldedBase">P₂ = s·F + D.</param>
    /// <param name="ringBase">P₃ = p·B.</param>
    internal IncomingViewKey(in Scalar find, in EdwardsPoint shieldedBase, in EdwardsPoint ringBase)
    {
        _secret[0] = find;
        ShieldedBase = shieldedBase;
        RingBase = ringBase;
        Span<byte> secret = stackalloc byte[Scalar.SizeBytes];
        Span<byte> hash = stackalloc byte[KeyHash.SizeBytes];
        find.Write(secret);
        KeyHash.Hash(_diversifierKeyDomain, secret, [], hash);
        byte[] key = hash[..32].ToArray();
        _cipher.Key = key;
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(hash);
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>i.</summary>
    internal ref readonly Scalar Find => ref _secret[0];

    /// <summary>P₂.</summary>
    internal EdwardsPoint ShieldedBase { get; }

    /// <summary>P₃.</summary>
    internal EdwardsPoint RingBase { get; }

    /// <summary>Reads a key that somebody exported; null when it is none.</summary>
    internal static IncomingViewKey? TryRead(ReadOnlySpan<byte> encoded)
    {
        EdwardsPoint[] points = new EdwardsPoint[2];
        return encoded.Length == SizeBytes && Scalar.TryRead(encoded[..Scalar.SizeBytes], out Scalar find)
            && ProofReader.ReadPoints(encoded[Scalar.SizeBytes..], points) == ProofFault.None
            ? new IncomingViewKey(find, points[0], points[1])
            : null;
    }

    /// <summary>Writes <see cref="SizeBytes"/> bytes, which the caller zeroes.</summary>
    internal void Write(Span<byte> encoded)
    {
        Find.Write(encoded);
        Ristretto255.Write(ShieldedBase, encoded[Scalar.SizeBytes..]);
        Ristretto255.Write(RingBase, encoded[(2 * Scalar.SizeBytes)..]);
    }

    /// <summary>Address <paramref name="number"/>.</summary>
    internal PrivateAddress AddressAt(string prefix, ulong number)
    {
        UInt128 diversifier = DiversifierAt(number);
        return new PrivateAddress(
            prefix,
            diversifier,
            NoteMaker.Encode(PrivateAddress.BaseOf(diversifier).Multiply(Find)),
            ShieldedKeyOf(diversifier),
            NoteMaker.Encode(RingBase + FixedBase.Generator.Multiply(RingOffset(diversifier))));
    }

    /// <summary>Q₂ of a diversifier.</summary>
    internal Hash256 ShieldedKeyOf(UInt128 diversifier) => NoteMaker.Encode(ShieldedBase + Generators.Serial.Multiply(ShieldedOffset(diversifier)));

    /// <summary>The diversifier of address <paramref name="number"/>: a permutation that nobody without i can tell from chance.</summary>
    internal UInt128 DiversifierAt(ulong number)
    {
        Span<byte> block = stackalloc byte[PrivateAddress.DiversifierSizeBytes];
        block.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(block, number);
        Span<byte> diversifier = stackalloc byte[PrivateAddress.DiversifierSizeBytes];
        _cipher.EncryptEcb(block, diversifier, PaddingMode.None);
        return BinaryPrimitives.ReadUInt128LittleEndian(diversifier);
    }

    /// <summary>a₂, by which an address's shielded key differs from P₂.</summary>
    internal Scalar ShieldedOffset(UInt128 diversifier) => Offset(_shieldedOffsetDomain, diversifier);

    /// <summary>a₃, by which an address's ring key differs from P₃.</summary>
    internal Scalar RingOffset(UInt128 diversifier) => Offset(_ringOffsetDomain, diversifier);

    /// <summary>A copy, which is disposed by itself.</summary>
    internal IncomingViewKey Copy() => new(Find, ShieldedBase, RingBase);

    /// <inheritdoc/>
    public void Dispose()
    {
        ScalarSpans.Zero(_secret);
        _cipher.Dispose();
    }

    private Scalar Offset(HashDomain domain, UInt128 diversifier)
    {
        Span<byte> secret = stackalloc byte[Scalar.SizeBytes];
        Span<byte> bytes = stackalloc byte[PrivateAddress.DiversifierSizeBytes];
        Find.Write(secret);
        PrivateAddress.WriteDiversifier(diversifier, bytes);
        Scalar offset = KeyHash.Scalar(domain, secret, bytes);
        CryptographicOperations.ZeroMemory(secret);
        return offset;
    }
}
