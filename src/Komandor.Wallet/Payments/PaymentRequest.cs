using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>What somebody wants to pay.</summary>
/// <param name="Recipient">An address of the wallet's network.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">Units, 1 or more.</param>
/// <param name="Memo">Public text of at most 512 bytes, or empty.</param>
public sealed record PaymentRequest(string Recipient, AssetId Asset, ulong Amount, string Memo);
