namespace Komandor.Wallet.Payments;

/// <summary>Why a payment link is not read: docs/protocol/wallet.md §9.</summary>
public enum PaymentUriFault
{
    /// <summary>It is a link, or a bare address.</summary>
    None = 0,

    /// <summary>PL1: it is no link: no address, characters that stand in none, a nameless parameter, control characters, or too long.</summary>
    Malformed = 1,

    /// <summary>PL2: a parameter stands twice.</summary>
    Twice = 2,

    /// <summary>PL3: the amount is none, or zero.</summary>
    Amount = 3,

    /// <summary>PL4: the asset is no id.</summary>
    Asset = 4,

    /// <summary>PL5: it requires what this version does not know (<c>req-</c>).</summary>
    RequiresUnknown = 5,
}
