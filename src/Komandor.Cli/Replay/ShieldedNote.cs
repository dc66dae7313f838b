namespace Komandor.Cli.Replay;

/// <summary>A note that a shielded replay makes and perhaps spends.</summary>
/// <param name="Address">The number of the address that owns it: somebody of the file, or the wallet's own.</param>
/// <param name="Units">Its value.</param>
/// <param name="Output">The output of the file that it is; null for what joins, splits, pays fees, or exists before.</param>
internal sealed record ShieldedNote(ulong Address, ulong Units, CoinName? Output);
