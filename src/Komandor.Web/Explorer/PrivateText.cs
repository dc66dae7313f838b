using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Web.Explorer;

/// <summary>Tells texts that belong to somebody's private money, which no explorer can look up and none should be shown.</summary>
/// <remarks>The page's script stops them before they are sent; this is for browsers without it. The node is not asked, and the text is not shown again.</remarks>
internal static class PrivateText
{
    private const string ProofStart = "komandorproof1";
    private const string LinkStart = "komandor:";

    /// <summary>What to say of it; null when it is none of these.</summary>
    internal static Notice? Explain(string text)
    {
        string bare = text.StartsWith(LinkStart, StringComparison.OrdinalIgnoreCase) ? text[LinkStart.Length..].Split('?')[0] : text;
        if (PrivateAddress.TryParse(bare, out _, out _))
        {
            return new Notice(
                "This is a private address",
                "Nothing can be found by it, here or anywhere: what it is paid carries no trace of it. Its owner sees it in the owner's wallet, and whoever paid it in the payer's. "
                    + "One transaction can be found by its id.",
                "",
                true);
        }

        if (Bech32m.TryDecode(bare, out string prefix, out _)
            && (prefix.EndsWith("fvk", StringComparison.Ordinal) || prefix.EndsWith("ivk", StringComparison.Ordinal)))
        {
            return new Notice(
                "This is a view key: keep it to yourself",
                "Whoever has it sees somebody's private money for ever. It was just sent to this node, which keeps nothing of it and cannot use it. "
                    + "Open transactions with it in the wallet's pages, where it stays on your machine: History, Open a transaction.",
                "");
        }

        return bare.StartsWith(ProofStart, StringComparison.Ordinal)
            ? new Notice(
                "This is a proof for somebody",
                "It is judged in the wallet's pages (Disclose, Verify a proof), or by komandor wallet verify-proof, together with the words that it was made for.",
                "")
            : null;
    }
}
