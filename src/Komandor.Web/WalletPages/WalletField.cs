namespace Komandor.Web.WalletPages;

/// <summary>What of a payment a refusal is about.</summary>
public enum WalletField
{
    /// <summary>The whole of it.</summary>
    None = 0,

    /// <summary>The recipient.</summary>
    Recipient = 1,

    /// <summary>The amount.</summary>
    Amount = 2,

    /// <summary>The memo.</summary>
    Memo = 3,
}
