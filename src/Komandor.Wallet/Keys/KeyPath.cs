namespace Komandor.Wallet.Keys;

/// <summary>Which of a wallet's keys.</summary>
/// <param name="Chain">What it is for.</param>
/// <param name="Index">Its number, below 2³¹.</param>
public readonly record struct KeyPath(KeyChain Chain, uint Index);
