namespace Komandor.Node.Api;

/// <summary>What became of a submission.</summary>
/// <param name="IsAccepted">Whether the node took it on.</param>
/// <param name="Fault">The name of the rule that it broke; null when it was accepted or when the node is busy.</param>
/// <param name="RetryAfterMs">When the node is busy: when to try again, in milliseconds.</param>
public sealed record IntakeOutcome(bool IsAccepted, string? Fault, int? RetryAfterMs)
{
    /// <summary>It was taken on: it becomes final, is rejected, or is reported expired.</summary>
    public static IntakeOutcome Accepted { get; } = new(true, null, null);

    /// <summary>Too much waits.</summary>
    public static IntakeOutcome Busy(int retryAfterMs) => new(false, null, retryAfterMs);

    /// <summary>It breaks a rule.</summary>
    public static IntakeOutcome Refused(string fault) => new(false, fault, null);
}
