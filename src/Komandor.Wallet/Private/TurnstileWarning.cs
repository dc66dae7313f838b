namespace Komandor.Wallet.Private;

/// <summary>What links an amount that enters or leaves a pool to its owner's other crossings.</summary>
public enum TurnstileWarning
{
    /// <summary>The amount is not 1, 2 or 5 times a power of ten: few others are the same.</summary>
    Precise = 0,

    /// <summary>The wallet's money crossed the other way with nearly the same amount.</summary>
    SameAmount = 1,

    /// <summary>The wallet's money crossed the other way less than a day ago.</summary>
    Soon = 2,
}
