using Komandor.Primitives;

namespace Komandor.Web.WalletPages;

/// <summary>What somebody wants to pay.</summary>
/// <param name="Recipient">An address.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">Units, 1 or more.</param>
/// <param name="Memo">Public text, or empty.</param>
public sealed record WalletPayment(string Recipient, AssetId Asset, ulong Amount, string Memo);
