namespace Komandor.Web.WalletPages;

/// <summary>The three ways in which money is kept: docs/privacy.md.</summary>
public enum MoneyTier
{
    /// <summary>Notes that nobody can tell apart.</summary>
    Shielded = 0,

    /// <summary>Notes of which each payment shows sixteen.</summary>
    Ring = 1,

    /// <summary>Coins that everybody sees.</summary>
    Transparent = 2,
}
