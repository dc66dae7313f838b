namespace Komandor.Cli.Replay;

/// <summary>How the file names a coin.</summary>
/// <param name="Payment">The id of the payment that made it.</param>
/// <param name="Index">Its place among that payment's outputs, from 0.</param>
internal readonly record struct CoinName(string Payment, int Index);
