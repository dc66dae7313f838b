using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Network;

/// <summary>A member's statement that a link certificate's key is its own: docs/protocol/link.md §2.</summary>
/// <remarks>Encoding, 183 bytes:
/// <code>
///   0  1  version      always 1 (LN10)
///   1 32  chain        chain id
///  33  2  shard        shard id
///  35  4  member       member id
///  39 32  key          the member's Ed25519 identity key
///  71 32  certificate  SHA-256 of the certificate's SubjectPublicKeyInfo
/// 103  8  notBefore    time
/// 111  8  notAfter     time, inclusive
/// 119 64  signature    Ed25519 of BLAKE2b-256 of bytes 0 to 118, domain komandor.link
/// </code></remarks>
public sealed record LinkBinding
{
    /// <summary>The length of the encoding.</summary>
    public const int SizeBytes = 183;

    /// <summary>The only version.</summary>
    public const byte CurrentVersion = 1;

    private const int SignedSizeBytes = SizeBytes - Primitives.Signature.SizeBytes;

    private static readonly HashDomain _domain = new("komandor.link");

    /// <summary>The version, <see cref="CurrentVersion"/> in what is accepted.</summary>
    public required byte Version { get; init; }

    /// <summary>The chain and shard that the link serves.</summary>
    public required LinkScope Scope { get; init; }

    /// <summary>The member that signs.</summary>
    public required MemberId Member { get; init; }

    /// <summary>Its identity key.</summary>
    public required PublicKey Key { get; init; }

    /// <summary>SHA-256 of the certificate's SubjectPublicKeyInfo (DER).</summary>
    public required Hash256 Certificate { get; init; }

    /// <summary>The first moment of validity.</summary>
    public required Timestamp NotBefore { get; init; }

    /// <summary>The last moment of validity.</summary>
    public required Timestamp NotAfter { get; init; }

    /// <summary>The member's signature of <see cref="SigningHash"/>.</summary>
    public Signature Signature { get; init; }

    /// <summary>The hash that is signed.</summary>
    public Hash256 SigningHash() => Blake2b.Hash(_domain, Encode().AsSpan(0, SignedSizeBytes));

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(SizeBytes);
        writer.Byte(Version);
        writer.Hash(Scope.Chain.Value);
        writer.UInt16(Scope.Shard.Value);
        writer.UInt32(Member.Value);
        writer.Key(Key);
        writer.Hash(Certificate);
        writer.Time(NotBefore);
        writer.Time(NotAfter);
        writer.Signature(Signature);
        return writer.ToArray();
    }

    /// <summary>Reads untrusted bytes; checks the encoding alone, no rule of validity.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LinkBinding? binding, out EncodingFault fault)
    {
        CanonicalReader reader = new(bytes);
        LinkBinding read = new()
        {
            Version = reader.Byte(),
            Scope = new LinkScope(new ChainId(reader.Hash()), new ShardId(reader.UInt16())),
            Member = new MemberId(reader.UInt32()),
            Key = reader.Key(),
            Certificate = reader.Hash(),
            NotBefore = reader.Time(),
            NotAfter = reader.Time(),
            Signature = reader.Signature(),
        };
        binding = reader.TryFinish(out fault) ? read : null;
        return binding is not null;
    }
}
