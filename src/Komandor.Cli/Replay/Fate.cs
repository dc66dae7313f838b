using Komandor.Wallet.Payments;

namespace Komandor.Cli.Replay;

/// <summary>What became of a payment.</summary>
/// <param name="State">Final, rejected or expired.</param>
/// <param name="Fault">Why it is not final.</param>
/// <param name="Height">Its block.</param>
/// <param name="ElapsedMs">From handing it in to knowing its fate, in milliseconds, as the payer saw it.</param>
internal sealed record Fate(PaymentState State, string? Fault, ulong? Height, int ElapsedMs);
