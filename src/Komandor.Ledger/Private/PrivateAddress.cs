using System.Diagnostics.CodeAnalysis;
using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>Where private money is sent, in either tier; it names no shard: docs/protocol/addresses.md §2 and private-wallet.md §2.</summary>
/// <param name="Prefix">The network's readable prefix.</param>
/// <param name="Diversifier">d, 16 bytes.</param>
/// <param name="FindKey">Q₁, by which its owner finds what comes in.</param>
/// <param name="ShieldedKey">Q₂, from which shielded notes' keys are made.</param>
/// <param name="RingKey">Q₃, from which ring notes' keys are made.</param>
public sealed record PrivateAddress(string Prefix, UInt128 Diversifier, Hash256 FindKey, Hash256 ShieldedKey, Hash256 RingKey)
{
    /// <summary>The bytes of a diversifier.</summary>
    public const int DiversifierSizeBytes = 16;

    /// <summary>The bytes of the payload.</summary>
    public const int SizeBytes = 1 + DiversifierSizeBytes + (3 * Hash256.SizeBytes);

    private const byte Version = 1;

    private static readonly HashDomain _baseDomain = new("komandor.divers");

    /// <summary>G_d, the base of the address's ephemeral keys.</summary>
    internal EdwardsPoint Base => BaseOf(Diversifier);

    /// <summary>Parses a private address of any network.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PrivateAddress? address, out AddressFault fault)
    {
        address = null;
        if (!Bech32m.TryDecode(text, out string prefix, out byte[] payload))
        {
            fault = AddressFault.NotBech32m;
            return false;
        }

        CanonicalReader reader = new(payload);
        byte version = reader.Byte();
        if (reader.Fault == EncodingFault.None && version != Version)
        {
            fault = AddressFault.UnknownVersion;
            return false;
        }

        UInt128 diversifier = ReadDiversifier(reader.Raw(DiversifierSizeBytes));
        PrivateAddress read = new(prefix, diversifier, reader.Hash(), reader.Hash(), reader.Hash());
        fault = !reader.TryFinish(out _) ? AddressFault.MalformedPayload
            : ProofReader.ReadPoints(payload.AsSpan(1 + DiversifierSizeBytes), new EdwardsPoint[3]) != ProofFault.None ? AddressFault.KeyNotAcceptable
            : AddressFault.None;
        address = fault == AddressFault.None ? read : null;
        return address is not null;
    }

    /// <summary>Parses a private address of the network whose prefix is <paramref name="expectedPrefix"/>.</summary>
    public static bool TryParse(
        string? text, string expectedPrefix, [NotNullWhen(true)] out PrivateAddress? address, out AddressFault fault)
    {
        if (TryParse(text, out address, out fault) && address.Prefix != expectedPrefix)
        {
            address = null;
            fault = AddressFault.WrongNetwork;
        }

        return address is not null;
    }

    /// <summary>G_d of a diversifier.</summary>
    internal static EdwardsPoint BaseOf(UInt128 diversifier)
    {
        Span<byte> bytes = stackalloc byte[DiversifierSizeBytes];
        WriteDiversifier(diversifier, bytes);
        Span<byte> uniform = stackalloc byte[Ristretto255.UniformSizeBytes];
        Blake2b.Hash(_baseDomain, bytes, uniform);
        return Ristretto255.FromUniformBytes(uniform);
    }

    /// <summary>The 16 bytes of a diversifier, which is a number only here.</summary>
    internal static void WriteDiversifier(UInt128 diversifier, Span<byte> bytes) =>
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes, diversifier);

    /// <summary>The payload.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(SizeBytes);
        writer.Byte(Version);
        Span<byte> diversifier = stackalloc byte[DiversifierSizeBytes];
        WriteDiversifier(Diversifier, diversifier);
        writer.Raw(diversifier);
        writer.Hash(FindKey);
        writer.Hash(ShieldedKey);
        writer.Hash(RingKey);
        return writer.ToArray();
    }

    /// <summary>The text.</summary>
    public override string ToString() => Bech32m.Encode(Prefix, Encode());

    private static UInt128 ReadDiversifier(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? default : System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(bytes);
}
