using Komandor.Web.Display;

namespace Komandor.Web.WalletPages;

/// <summary>The tiers of money, for people.</summary>
internal static class TierWords
{
    // A cover set has so many notes: docs/privacy.md §8.
    private const ulong LargestCrowd = 4_096;

    /// <summary>A tier in one word.</summary>
    internal static string Name(MoneyTier tier) => tier switch
    {
        MoneyTier.Shielded => "Shielded",
        MoneyTier.Ring => "Ring",
        MoneyTier.Transparent => "Transparent",
        _ => throw Unknown(tier),
    };

    /// <summary>What of it others see.</summary>
    internal static string Hides(MoneyTier tier) => tier switch
    {
        MoneyTier.Shielded => "nobody sees it",
        MoneyTier.Ring => "one of sixteen",
        MoneyTier.Transparent => "everybody sees it",
        _ => throw Unknown(tier),
    };

    /// <summary>What paying from a tier shows, in one sentence.</summary>
    /// <param name="tier">What pays.</param>
    /// <param name="toPrivate">Whether the recipient's address is private.</param>
    internal static string Shows(MoneyTier tier, bool toPrivate) => (tier, toPrivate) switch
    {
        (MoneyTier.Shielded, true) => "Nobody sees who pays, who is paid, or how much.",
        (MoneyTier.Ring, true) => "Nobody sees who is paid or how much; each note that pays is one of sixteen.",
        (MoneyTier.Transparent, true) => "Everybody sees your coins and the amount that becomes private, not who is paid.",
        (MoneyTier.Shielded, false) => "Everybody sees the recipient and the amount, not who pays.",
        (MoneyTier.Ring, false) => "Everybody sees the recipient and the amount; each note that pays is one of sixteen.",
        (MoneyTier.Transparent, false) => "Everybody sees who pays, who is paid, how much and the memo.",
        _ => throw Unknown(tier),
    };

    /// <summary>Why a choice hides less than the best one does; null when it is the best.</summary>
    internal static string? Warning(MoneyTier tier, bool toPrivate) => (tier, toPrivate) switch
    {
        (MoneyTier.Shielded, true) => null,
        (MoneyTier.Ring, true) => "A ring hides among sixteen. Who knows your habits guesses better than that; shielded notes hide among up to 4,096.",
        (MoneyTier.Transparent, true) =>
            "The amount that becomes private is public, and so are the coins. Who later takes the same amount out is linked to you by it: make your money private first, in a round amount, and pay later.",
        (_, false) =>
            "A transparent recipient shows: its address, the amount and the memo are public for ever. Ask for a private address if you can.",
        _ => throw Unknown(tier),
    };

    /// <summary>The size of the crowd that a shielded payment hides in, while it is small; null once it is as large as it can be, or when it is not known.</summary>
    /// <param name="notes">The shielded notes of all people.</param>
    internal static string? Crowd(ulong notes) => notes is > 0 and < LargestCrowd
        ? $"There are {AmountFormat.Count(notes)} shielded notes so far: each that pays hides among these. The crowd grows with every payment, up to 4,096."
        : null;

    private static InvalidOperationException Unknown(MoneyTier tier) => new($"A tier that this program does not know: {tier}.");
}
