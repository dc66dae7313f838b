namespace Komandor.Wallet.Payments;

/// <summary>Why a payment is not made: docs/protocol/wallet.md §5.</summary>
public enum PaymentFault
{
    /// <summary>W20: the recipient is no address of this network.</summary>
    Recipient = 20,

    /// <summary>W21: the amount is zero.</summary>
    Amount = 21,

    /// <summary>W22: the memo is longer than 512 bytes, or holds control characters.</summary>
    Memo = 22,

    /// <summary>W23: the free coins do not cover the amount and the fee.</summary>
    InsufficientFunds = 23,

    /// <summary>W24: twenty addresses were given out and none was paid to; a restored wallet would not find more.</summary>
    AddressGap = 24,

    /// <summary>W25: a payment made meanwhile spends a coin of the quote.</summary>
    StaleQuote = 25,

    /// <summary>W26: a transaction that lacks signatures.</summary>
    Unsigned = 26,

    /// <summary>W27: to prove a payment whose recipient is transparent: everybody sees it.</summary>
    Public = 27,
}
