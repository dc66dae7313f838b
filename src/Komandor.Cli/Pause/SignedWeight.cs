using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Cli.Pause;

/// <summary>How much of a roster signed an order, by signatures that hold.</summary>
/// <param name="Weight">The weight of those who did.</param>
/// <param name="Total">The weight of all.</param>
/// <param name="Wrong">Members of the order whose signature does not hold, or who are not in the roster.</param>
/// <param name="IsEnough">Whether it is more than two thirds.</param>
internal sealed record SignedWeight(ulong Weight, ulong Total, IReadOnlyList<MemberId> Wrong, bool IsEnough)
{
    internal static SignedWeight Of(Transaction order, Roster roster)
    {
        ulong weight = 0;
        List<MemberId> wrong = [];
        foreach (HeaderSignature signature in order.OrderSignatures)
        {
            int place = roster.IndexOf(signature.Member);
            if (place >= 0 && Ledger.Private.OrderSignatures.Holds(order.Body, signature, roster.Members[place].Key))
            {
                weight += roster.Members[place].Weight;
            }
            else
            {
                wrong.Add(signature.Member);
            }
        }

        return new SignedWeight(weight, roster.Members.Aggregate(0UL, (sum, member) => sum + member.Weight), wrong, roster.IsSupermajority(weight));
    }

    /// <summary>For a person.</summary>
    public override string ToString() => IsEnough
        ? $"Members with {Weight} of {Total} signed: enough."
        : $"Members with {Weight} of {Total} signed; it takes more than two thirds.";
}
