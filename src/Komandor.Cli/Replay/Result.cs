namespace Komandor.Cli.Replay;

/// <summary>A payment of the file after it was paid.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Fate">What became of it; null when a coin that it spends was never made.</param>
/// <param name="Coins">The coins that it made by their place in the file; empty unless it is final.</param>
internal sealed record Result(ReplayPayment Payment, Fate? Fate, IReadOnlyList<(CoinName Name, MadeCoin Coin)> Coins);
