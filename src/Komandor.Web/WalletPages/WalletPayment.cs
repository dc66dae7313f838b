using Komandor.Primitives;

namespace Komandor.Web.WalletPages;

/// <summary>What somebody wants to pay.</summary>
/// <param name="Recipient">An address.</param>
/// <param name="Asset">The asset; KMCC wherever something private takes part.</param>
/// <param name="Amount">Units, 1 or more.</param>
/// <param name="Memo">Text, or empty: sealed for a private recipient, public for a transparent one.</param>
/// <param name="Source">What pays.</param>
public sealed record WalletPayment(string Recipient, AssetId Asset, ulong Amount, string Memo, MoneyTier Source);
