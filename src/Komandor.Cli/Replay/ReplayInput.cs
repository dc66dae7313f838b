namespace Komandor.Cli.Replay;

/// <summary>A coin that a payment of the file spends.</summary>
/// <param name="Source">The payment that made it and its place there; it may stand outside the file.</param>
/// <param name="Units">Its amount.</param>
/// <param name="Owner">The name of its owner.</param>
internal sealed record ReplayInput(CoinName Source, ulong Units, string Owner);
