using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>Which coins pay: docs/protocol/wallet.md §5.</summary>
internal static class CoinSelector
{
    /// <summary>The most coins that one payment spends.</summary>
    internal const int MaximumInputs = 200;

    /// <summary>Above this many coins of an asset, payments take small ones along.</summary>
    internal const int ConsolidateAbove = 16;

    /// <summary>How many small coins a payment takes along.</summary>
    internal const int ConsolidatePerPayment = 8;

    /// <summary>Selects coins for a payment.</summary>
    /// <param name="coins">The free coins, of any assets.</param>
    /// <param name="asset">What is paid.</param>
    /// <param name="amount">How much of it, 1 or more.</param>
    /// <param name="fee">What a shape costs.</param>
    /// <returns>Null when the coins do not suffice, or would be too many.</returns>
    internal static Selection? Select(IReadOnlyList<Coin> coins, AssetId asset, ulong amount, FeeSchedule fee)
    {
        if (asset == AssetId.Kmcc)
        {
            return SelectKmcc(coins, amount, fee, outputs: 1, otherInputs: 0);
        }

        List<Coin>? paying = Cover(Ascending(coins, asset), amount, (_, _) => 0, 0, MaximumInputs / 2);
        if (paying is null)
        {
            return null;
        }

        // The rest of the asset always comes back: what a unit of it is worth, the wallet cannot know.
        ulong change = Sum(paying) - amount;
        Selection? kmcc = SelectKmcc(coins, 0, fee, outputs: change == 0 ? 1 : 2, otherInputs: paying.Count);
        return kmcc is null ? null : new Selection([.. paying, .. kmcc.Inputs], change, kmcc.Change, kmcc.Fee);
    }

    private static Selection? SelectKmcc(IReadOnlyList<Coin> coins, ulong amount, FeeSchedule fee, int outputs, int otherInputs)
    {
        Coin[] candidates = Ascending(coins, AssetId.Kmcc);
        ulong FeeWith(int inputs, int made) => fee(inputs + otherInputs, made);
        List<Coin>? selected = Cover(candidates, amount, FeeWith, outputs, MaximumInputs - otherInputs);
        if (selected is null)
        {
            return null;
        }

        Consolidate(candidates, selected, FeeWith, outputs, MaximumInputs - otherInputs);
        ulong total = Sum(selected);
        ulong bare = FeeWith(selected.Count, outputs);
        ulong withChange = FeeWith(selected.Count, outputs + 1);

        // Change below what spending it would cost is dust; it goes to the fee.
        ulong dust = FeeWith(selected.Count + 1, outputs + 1) - withChange;
        ulong change = total > amount + withChange ? total - amount - withChange : 0;
        change = change > dust ? change : 0;
        Invariant.Require(total - amount - change >= bare);
        return new Selection([.. selected], change, 0, total - amount - change);
    }

    // The smallest coin that pays alone, or else the largest ones until they do.
    private static List<Coin>? Cover(Coin[] ascending, ulong amount, FeeSchedule fee, int outputs, int maximumInputs)
    {
        foreach (Coin coin in ascending)
        {
            if (Covers(coin.Amount, amount, fee(1, outputs)))
            {
                return [coin];
            }
        }

        List<Coin> selected = [];
        UInt128 total = 0;
        for (int index = ascending.Length - 1; index >= 0 && selected.Count < maximumInputs; index--)
        {
            selected.Add(ascending[index]);
            total += ascending[index].Amount;
            if (Covers(total, amount, fee(selected.Count, outputs)))
            {
                return selected;
            }
        }

        return null;
    }

    // Small coins ride along while each brings more than it costs, so that a wallet does not fall to crumbs.
    private static void Consolidate(Coin[] ascending, List<Coin> selected, FeeSchedule fee, int outputs, int maximumInputs)
    {
        if (ascending.Length <= ConsolidateAbove)
        {
            return;
        }

        HashSet<ObjectId> taken = [.. selected.Select(coin => coin.Id)];
        int room = Math.Min(ConsolidatePerPayment, maximumInputs - selected.Count);
        foreach (Coin coin in ascending)
        {
            if (room == 0)
            {
                return;
            }

            ulong cost = fee(selected.Count + 1, outputs + 1) - fee(selected.Count, outputs + 1);
            if (!taken.Contains(coin.Id) && coin.Amount > cost)
            {
                selected.Add(coin);
                room--;
            }
        }
    }

    private static bool Covers(UInt128 total, ulong amount, ulong fee) => total >= (UInt128)amount + fee;

    private static Coin[] Ascending(IReadOnlyList<Coin> coins, AssetId asset) =>
        [.. coins.Where(coin => coin.Asset == asset).OrderBy(coin => coin.Amount).ThenBy(coin => coin.Id)];

    private static ulong Sum(List<Coin> coins) => coins.Aggregate(0UL, (sum, coin) => sum + coin.Amount);
}
