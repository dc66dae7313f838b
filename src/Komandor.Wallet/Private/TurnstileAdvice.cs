using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Wallet.Private;

/// <summary>What makes an amount that enters or leaves a pool easy to link, and what would be better.</summary>
/// <remarks>docs/privacy.md §9 has what it is worth. Nothing is refused: a merchant's price is what it is, and it is the owner who decides.</remarks>
/// <param name="Warnings">What links it, in the order of the enum; empty when nothing does.</param>
/// <param name="Parts">Round amounts, the largest first, which sum to the amount or to a little less; the one itself when it is round.</param>
/// <param name="Wait">How long the owner should let pass from now; zero when enough passed.</param>
/// <param name="Text">The same as sentences; empty when nothing is to be said.</param>
public sealed record TurnstileAdvice(ImmutableArray<TurnstileWarning> Warnings, ImmutableArray<ulong> Parts, TimeSpan Wait, string Text)
{
    // A crowd of other crossings has gone by after it, where the pool is used at all: docs/privacy.md §9.
    private const long WaitHours = 24;
    private const int MaximumParts = 6;

    // Amounts this close are one amount less fees: one in so many.
    private const ulong Closeness = 100;

    /// <summary>Advice on <paramref name="planned"/>.</summary>
    /// <param name="planned">What would enter or leave now.</param>
    /// <param name="own">What the wallet took in or out before, in any order.</param>
    /// <param name="isPayment">Whether somebody else is paid: then the amount is his price, and is not to be parted.</param>
    public static TurnstileAdvice Of(TurnstileCrossing planned, IEnumerable<TurnstileCrossing> own, bool isPayment)
    {
        TurnstileCrossing[] opposite = [.. own.Where(one => one.Leaves != planned.Leaves)];
        ImmutableArray<ulong> parts = Split(planned.Amount);
        long wait = opposite.Length == 0 ? 0
            : Math.Max(0, (WaitHours * 3600 * Timestamp.PerSecond) - Since(opposite, planned.Time));
        List<TurnstileWarning> warnings = [];
        if (parts[0] != planned.Amount)
        {
            warnings.Add(TurnstileWarning.Precise);
        }

        if (opposite.Any(one => Math.Max(one.Amount, planned.Amount) - Math.Min(one.Amount, planned.Amount) <= Math.Max(one.Amount, planned.Amount) / Closeness))
        {
            warnings.Add(TurnstileWarning.SameAmount);
        }

        if (wait > 0)
        {
            warnings.Add(TurnstileWarning.Soon);
        }

        TimeSpan left = TimeSpan.FromMicroseconds(wait);
        return new TurnstileAdvice([.. warnings], parts, left, string.Join(' ', warnings.Select(warning => Explain(warning, planned, parts, left, isPayment))));
    }

    // A block's time may be ahead of this computer's clock: then it was just now.
    private static long Since(TurnstileCrossing[] crossings, Timestamp now) =>
        Math.Max(0, now.UnixMicroseconds - crossings.Max(one => one.Time.UnixMicroseconds));

    /// <summary>An amount in steps of 1, 2 and 5, the largest first, each a separate payment; a small rest is left out, to stay where it is.</summary>
    internal static ImmutableArray<ulong> Split(ulong amount)
    {
        Invariant.Require(amount > 0);
        List<ulong> parts = [];
        ulong left = amount;
        while (left > 0 && parts.Count < MaximumParts)
        {
            ulong part = LargestStep(left);
            parts.Add(part);
            left -= part;
        }

        return [.. parts];
    }

    private static ulong LargestStep(ulong most)
    {
        ulong power = 1;
        while (power <= most / 10)
        {
            power *= 10;
        }

        return most / power >= 5 ? 5 * power : most / power >= 2 ? 2 * power : power;
    }

    private static string Explain(TurnstileWarning warning, TurnstileCrossing planned, ImmutableArray<ulong> parts, TimeSpan left, bool isPayment) =>
        warning switch
        {
            TurnstileWarning.Precise when isPayment =>
                "Hardly anybody else has this amount, and a price cannot be parted: make money private in other amounts than you pay, and at another time.",
            TurnstileWarning.Precise =>
                $"Hardly anybody else has this amount. Round ones hide among others: {Sum(parts)}, as separate payments some hours apart{Rest(planned, parts)}.",
            TurnstileWarning.SameAmount =>
                $"You {(planned.Leaves ? "took in" : "took out")} nearly the same amount before: whoever compares the two links them. Take another amount.",
            TurnstileWarning.Soon =>
                $"You {(planned.Leaves ? "took money in" : "took money out")} less than a day ago. Wait about {Math.Ceiling(left.TotalHours):0} hours more, so that others cross in between.",
            _ => throw new InvalidOperationException("A warning without words."),
        };

    private static string Sum(ImmutableArray<ulong> parts) => $"{string.Join(" + ", parts.Select(part => Amounts.Plain(part, AssetId.Kmcc)))} KMCC";

    // What no part holds is said, or the parts would seem not to sum.
    private static string Rest(TurnstileCrossing planned, ImmutableArray<ulong> parts)
    {
        ulong rest = planned.Amount - parts.Aggregate(0UL, (sum, part) => sum + part);
        return rest == 0 ? string.Empty : $"; {Amounts.Plain(rest, AssetId.Kmcc)} KMCC are left over, and stay where they are";
    }
}
