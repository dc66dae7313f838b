using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>A member's signature of a header.</summary>
/// <param name="Member">Who signs.</param>
/// <param name="Value">The signature of <see cref="BlockHeader.SigningHash"/>.</param>
public readonly record struct HeaderSignature(MemberId Member, Signature Value)
{
    /// <summary>Its length in bytes.</summary>
    public const int SizeBytes = 68;

    /// <summary>Signs the block <paramref name="id"/>.</summary>
    public static HeaderSignature Sign(BlockId id, MemberId member, SigningKey key) =>
        new(member, key.Sign(BlockHeader.SigningHashOf(id)));

    /// <summary>Whether <paramref name="key"/> signed the block <paramref name="id"/>.</summary>
    public bool Verify(BlockId id, PublicKey key)
    {
        Span<byte> message = stackalloc byte[Hash256.SizeBytes];
        BlockHeader.SigningHashOf(id).CopyTo(message);
        return Ed25519Zip215.Verify(key, message, Value);
    }

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.UInt32(Member.Value);
        writer.Signature(Value);
    }

    /// <summary>Reads an untrusted signature.</summary>
    public static HeaderSignature Read(ref CanonicalReader reader) => new(new MemberId(reader.UInt32()), reader.Signature());
}
