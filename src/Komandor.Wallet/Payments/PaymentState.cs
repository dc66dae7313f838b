namespace Komandor.Wallet.Payments;

/// <summary>What became of a payment.</summary>
public enum PaymentState
{
    /// <summary>It was signed and stored, and may still take effect: its coins are reserved.</summary>
    Pending = 0,

    /// <summary>It took effect and cannot be undone.</summary>
    Final = 1,

    /// <summary>It broke a rule and took no effect; its coins are free.</summary>
    Rejected = 2,

    /// <summary>It was not ordered in time and never will be; its coins are free.</summary>
    Expired = 3,
}
