using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>Collects header signatures, whose rightness was checked, until more than two thirds of the weight stand behind a block.</summary>
/// <remarks>Bounded: one signature a member and height, and only <c>maxHeights</c> heights above the last final one.</remarks>
internal sealed class CertificateCollector(Roster roster, ulong finalHeight, int maxHeights)
{
    private readonly SortedDictionary<ulong, Dictionary<MemberId, HeaderClaim>> _claims = [];

    /// <summary>The highest height with a certificate.</summary>
    public ulong FinalHeight { get; private set; } = finalHeight;

    /// <summary>Takes a signature; false when it is not new, or out of bounds.</summary>
    public bool Add(MemberId member, HeaderClaim claim)
    {
        if (claim.Height <= FinalHeight || claim.Height - FinalHeight > (ulong)maxHeights || roster.IndexOf(member) < 0)
        {
            return false;
        }

        if (!_claims.TryGetValue(claim.Height, out Dictionary<MemberId, HeaderClaim>? signers))
        {
            _claims.Add(claim.Height, signers = []);
        }

        return signers.TryAdd(member, claim);
    }

    /// <summary>The block at <paramref name="height"/> that more than two thirds of the weight signed, if any.</summary>
    public BlockId? Winner(ulong height)
    {
        if (!_claims.TryGetValue(height, out Dictionary<MemberId, HeaderClaim>? signers))
        {
            return null;
        }

        Dictionary<BlockId, ulong> weights = [];
        foreach ((MemberId member, HeaderClaim claim) in signers)
        {
            ulong weight = weights.GetValueOrDefault(claim.Block) + roster.Members[roster.IndexOf(member)].Weight;
            if (roster.IsSupermajority(weight))
            {
                return claim.Block;
            }

            weights[claim.Block] = weight;
        }

        return null;
    }

    /// <summary>The certificate of the block that <see cref="Winner"/> names; later heights go on.</summary>
    public Certificate Certify(BlockHeader header)
    {
        List<HeaderSignature> signatures = [];
        foreach ((MemberId member, HeaderClaim claim) in _claims[header.Height])
        {
            if (claim.Block == header.Id)
            {
                signatures.Add(new HeaderSignature(member, claim.Signature));
            }
        }

        signatures.Sort(static (left, right) => left.Member.CompareTo(right.Member));
        Settle(header.Height);
        return new Certificate(header.Id, [.. signatures]);
    }

    /// <summary>Notes that <paramref name="height"/> and all before it are final.</summary>
    public void Settle(ulong height)
    {
        FinalHeight = Math.Max(FinalHeight, height);
        while (_claims.Count > 0)
        {
            ulong lowest = 0;
            foreach (ulong key in _claims.Keys)
            {
                lowest = key;
                break;
            }

            if (lowest > FinalHeight)
            {
                return;
            }

            _claims.Remove(lowest);
        }
    }
}
