namespace Komandor.Web.WalletPages.Pages;

/// <summary>What kind of address a payment goes to.</summary>
internal enum RecipientKind
{
    /// <summary>It is not known yet, or no address.</summary>
    None,

    /// <summary>Private.</summary>
    Hidden,

    /// <summary>Transparent.</summary>
    Transparent,
}
