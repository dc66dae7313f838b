namespace Komandor.Node.Api;

/// <summary>Whether a node serves, and why not.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Message">What happens, and what to do when it does not pass by itself.</param>
/// <param name="Progress">Where catching up stands.</param>
/// <param name="Percent">How much is done, 0 to 100, when that can be told.</param>
/// <param name="RemainingMs">An estimate of what is left in milliseconds, when there is one.</param>
public sealed record Readiness(ReadinessReason Reason, string? Message, string? Progress = null, double? Percent = null, long? RemainingMs = null)
{
    /// <summary>It serves.</summary>
    public static Readiness Ready { get; } = new(ReadinessReason.Ready, null);

    /// <summary>Whether it serves.</summary>
    public bool IsReady => Reason == ReadinessReason.Ready;
}
