using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Private.Disclosure;

namespace Komandor.Web.WalletPages;

/// <summary>What became of a proof, for people.</summary>
public static class ProofWords
{
    /// <summary>A sentence or two.</summary>
    public static string Of(DisclosureResult result) => result.Fault switch
    {
        DisclosureFault.None => Held(result),
        DisclosureFault.Malformed => "This is no proof, or not the whole of one. Copy it again: it begins with komandorproof1.",
        DisclosureFault.OtherChain => "The proof was made for another network.",
        DisclosureFault.Unknown => "The proof names a transaction or note that this node does not know. Try again once it is final, or ask another node.",
        DisclosureFault.Proof => "It does not hold. It was made for other words than these, was changed, or is false. Compare the words: every letter counts.",
        DisclosureFault.Disagrees => "It does not hold: what it says was paid, or to whom, is not what stands in the chain.",
        DisclosureFault.Spent => "It does not hold any more: a note that it shows is spent.",
        _ => throw new InvalidOperationException($"A fault that this program does not know: {result.Fault}."),
    };

    private static string Held(DisclosureResult result) => result.Kind switch
    {
        DisclosureKind.Payment =>
            $"It holds: {Amounts.Format(result.Value, AssetId.Kmcc)} were paid to {result.Address} by {result.Transaction}{(string.IsNullOrEmpty(result.Memo) ? "." : $", with the memo \u201c{result.Memo}\u201d.")}",
        DisclosureKind.Spend => $"It holds: whoever made the proof made the transaction {result.Transaction}.",
        DisclosureKind.Reserve => $"It holds: whoever made the proof has {Amounts.Format(result.Value, AssetId.Kmcc)}, unspent.",
        _ => throw new InvalidOperationException($"A proof that this program does not know: {result.Kind}."),
    };
}
