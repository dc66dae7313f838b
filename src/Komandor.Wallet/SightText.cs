using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private;

namespace Komandor.Wallet;

/// <summary>What a wallet that only watches does not see, as people read it. A wallet with words is told nothing of it.</summary>
public static class SightText
{
    /// <summary>One sentence on what the keys see.</summary>
    public static string Of(WalletSight sight) => sight switch
    {
        WalletSight.Full => "This wallet only watches, with a full view key: it sees private money, whom it paid and which shielded notes are spent. It sees no coins, and of ring notes not whether they are spent.",
        WalletSight.Incoming => "This wallet only watches, with an incoming view key: it sees what came in privately. Spends are not seen, and no coins.",
        _ => string.Empty,
    };

    /// <summary>What a balance says of coins.</summary>
    public static string Coins => "transparent: not seen; a view key is of private money alone";

    /// <summary>What a history begins with: nothing for a wallet that sees everything.</summary>
    public static IEnumerable<string> OfHistory(WalletSight sight) => sight == WalletSight.Everything ? [] : [Of(sight)];

    /// <summary>What a tier holds, or, when spends are not seen, what came in.</summary>
    public static string Of(PrivateBalance tier, WalletSight sight)
    {
        string where = tier.Tier == PrivateTier.Ring ? "in the ring tier" : "shielded";
        if (tier is not { Available: ulong available, Waiting: ulong waiting, Reserved: ulong reserved })
        {
            return $"{Format(tier.Received ?? 0)} received in all {where}, change not counted; spends are not seen";
        }

        string waits = waiting == 0 ? string.Empty : $" (and {Format(waiting)} that waits for the next anchor)";
        string reserves = reserved == 0 ? string.Empty : $" (and {Format(reserved)} in pending payments)";
        return $"{Format(available)} {where}{(sight == WalletSight.Everything ? string.Empty : ", not spent")}{waits}{reserves}";
    }

    private static string Format(ulong units) => Amounts.Format(units, AssetId.Kmcc);
}
