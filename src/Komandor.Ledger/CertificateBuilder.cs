using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Collects the signatures of one block until more than two thirds of the weight signed.</summary>
/// <param name="block">The block.</param>
/// <param name="roster">The roster that certifies it.</param>
public sealed class CertificateBuilder(BlockId block, Roster roster)
{
    private readonly SortedDictionary<MemberId, HeaderSignature> _signatures = [];
    private ulong _weight;

    /// <summary>The block.</summary>
    public BlockId Block => block;

    /// <summary>Whether the signatures suffice.</summary>
    public bool IsComplete => roster.IsSupermajority(_weight);

    /// <summary>Adds a signature after checking it; one that is already there changes nothing.</summary>
    public BlockFault Add(HeaderSignature signature)
    {
        int place = roster.IndexOf(signature.Member);
        if (place < 0)
        {
            return BlockFault.UnknownMember;
        }

        if (_signatures.ContainsKey(signature.Member))
        {
            return BlockFault.None;
        }

        if (!signature.Verify(block, roster.Members[place].Key))
        {
            return BlockFault.WrongSignature;
        }

        _signatures.Add(signature.Member, signature);
        _weight += roster.Members[place].Weight;
        return BlockFault.None;
    }

    /// <summary>The certificate of the signatures so far.</summary>
    /// <exception cref="InvariantViolationException">They do not suffice.</exception>
    public Certificate Build()
    {
        Invariant.Require(IsComplete);
        return new Certificate(block, [.. _signatures.Values]);
    }
}
