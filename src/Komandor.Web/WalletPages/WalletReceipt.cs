using Komandor.Primitives;

namespace Komandor.Web.WalletPages;

/// <summary>A payment and what became of it.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Fault">The rule that it broke, when rejected.</param>
/// <param name="FinalityMs">From handing it in to its certificate, in milliseconds, once final.</param>
public sealed record WalletReceipt(TransactionId Id, WalletOutcome Outcome, string? Fault, int? FinalityMs);
