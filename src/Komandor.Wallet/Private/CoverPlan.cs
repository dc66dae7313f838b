namespace Komandor.Wallet.Private;

/// <summary>How a wallet makes cover traffic: payments to itself while the shielded pool is quiet.</summary>
/// <param name="PerHour">How many payments an hour it would make on the average; above zero.</param>
/// <param name="BusyPerSecond">The pool's payments a second from which on it pays nothing.</param>
/// <param name="Budget">The most that it spends on fees, in units.</param>
/// <param name="Most">The most payments.</param>
public sealed record CoverPlan(double PerHour, double BusyPerSecond, ulong Budget, int Most);
