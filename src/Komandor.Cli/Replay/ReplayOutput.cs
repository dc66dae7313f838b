namespace Komandor.Cli.Replay;

/// <summary>A coin that a payment of the file makes.</summary>
/// <param name="Units">Its amount; one of 0 units is skipped.</param>
/// <param name="Owner">The name of its owner.</param>
internal sealed record ReplayOutput(ulong Units, string Owner);
