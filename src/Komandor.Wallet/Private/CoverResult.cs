namespace Komandor.Wallet.Private;

/// <summary>What cover traffic came to.</summary>
/// <param name="Payments">Payments that are final.</param>
/// <param name="Failed">Payments that were refused or expired; nothing was spent on those.</param>
/// <param name="Skipped">Times at which the pool was busy enough, or no note could be spent.</param>
/// <param name="Spent">What it cost, in units.</param>
/// <param name="IsBudgetSpent">Whether it ended because another payment would have passed the budget.</param>
public sealed record CoverResult(int Payments, int Failed, int Skipped, ulong Spent, bool IsBudgetSpent);
