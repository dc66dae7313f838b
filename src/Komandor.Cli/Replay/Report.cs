using Komandor.Wallet.Payments;

namespace Komandor.Cli.Replay;

/// <summary>The result of a replay, as <c>--json</c> writes it.</summary>
/// <param name="Payments">Payments in the file.</param>
/// <param name="Final">Payments that are final.</param>
/// <param name="Refused">Payments that are not: rejected, expired, or waiting for one that is.</param>
/// <param name="CoinsMadeBefore">Coins that had to exist before.</param>
/// <param name="OutputsChecked">Outputs that were looked up on every node.</param>
/// <param name="WallSeconds">From the first payment's start to the last one's end; without what was made before and checked after.</param>
/// <param name="FinalityMsP50">Median from handing a payment in to knowing it final, in milliseconds.</param>
/// <param name="FinalityMsP99">The 99th of a hundred.</param>
/// <param name="SupplyConserved">Whether every node conserves the supply.</param>
/// <param name="Faults">How often each fault was met.</param>
/// <param name="Findings">What the check on the nodes found wrong; at most twenty.</param>
internal sealed record Report(
    int Payments,
    int Final,
    int Refused,
    int CoinsMadeBefore,
    int OutputsChecked,
    double WallSeconds,
    int? FinalityMsP50,
    int? FinalityMsP99,
    bool SupplyConserved,
    IReadOnlyDictionary<string, int> Faults,
    IReadOnlyList<string> Findings)
{
    /// <summary>The transactions that coins entered the shielded pool by; null in a transparent replay.</summary>
    public int? EnteringTransactions { get; init; }

    /// <summary>The shielded transactions that the payments became; null in a transparent replay.</summary>
    public int? ShieldedTransactions { get; init; }

    /// <summary>From the first coin's entering to the last one's note, in seconds; null in a transparent replay.</summary>
    public double? EnteringSeconds { get; init; }

    /// <summary>Whether everything was paid and found.</summary>
    internal bool IsGood => Refused == 0 && SupplyConserved && Findings.Count == 0;

    /// <summary>Sums up.</summary>
    internal static Report Of(IReadOnlyList<Result> results, int coinsMadeBefore, TimeSpan wall, Audit audit)
    {
        Result[] final = [.. results.Where(result => result.Fate?.State == PaymentState.Final)];
        int[] sorted = [.. final.Select(result => result.Fate!.ElapsedMs).Order()];
        return new Report(
            results.Count,
            final.Length,
            results.Count - final.Length,
            coinsMadeBefore,
            final.Sum(result => result.Coins.Count),
            Math.Round(wall.TotalSeconds, 3),
            Percentile(sorted, 50),
            Percentile(sorted, 99),
            audit.SupplyConserved,
            results.Where(result => result.Fate?.State != PaymentState.Final)
                .GroupBy(result => result.Fate?.Fault ?? "SpendsCoinOfRefusedPayment").ToDictionary(group => group.Key, group => group.Count()),
            audit.Findings);
    }

    private static int? Percentile(int[] sorted, int percent) =>
        sorted.Length == 0 ? null : sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
}
