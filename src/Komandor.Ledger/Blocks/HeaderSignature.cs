using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Blocks;

/// <summary>A member's signature of a block's header.</summary>
/// <param name="Member">The signer.</param>
/// <param name="Signature">Its signature of <see cref="SigningHash"/>.</param>
public readonly record struct HeaderSignature(MemberId Member, Signature Signature)
{
    private static readonly HashDomain _domain = new("komandor.hd.sign");

    /// <summary>What a member signs: the header's id in a domain of its own. The header binds chain, shard, epoch and height.</summary>
    public static Hash256 SigningHash(BlockId header)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        header.Value.CopyTo(bytes);
        return Blake2b.Hash(_domain, bytes);
    }
}
