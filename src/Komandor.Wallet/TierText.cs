using Komandor.Ledger.Private;

namespace Komandor.Wallet;

/// <summary>The tiers of money as people read them.</summary>
public static class TierText
{
    /// <summary>A private tier in one word.</summary>
    public static string Of(PrivateTier tier) => tier == PrivateTier.Ring ? "ring" : "shielded";

    /// <summary>Which money of the wallet a transaction moved: <c>shielded</c>, <c>transparent</c>, <c>transparent and ring</c>; <c>private</c> when the tier is not known yet.</summary>
    public static string Of(Activity activity) => activity switch
    {
        { IsTransparent: true, Tier: PrivateTier tier } => $"transparent and {Of(tier)}",
        { Tier: PrivateTier tier } => Of(tier),
        { IsTransparent: true } => "transparent",
        _ => "private",
    };
}
