namespace Komandor.Wallet.Private;

/// <summary>What a payment is made of.</summary>
public enum PaymentSource
{
    /// <summary>Shielded notes.</summary>
    Shielded = 0,

    /// <summary>Ring notes.</summary>
    Ring = 1,

    /// <summary>Transparent coins.</summary>
    Transparent = 2,
}
