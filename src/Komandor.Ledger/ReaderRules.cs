using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>How decoders tell the ledger's own rules beside those of the encoding.</summary>
internal static class ReaderRules
{
    /// <summary>Stops <paramref name="reader"/> by <paramref name="rule"/> when it is <paramref name="broken"/> and nothing was before.</summary>
    internal static void Refuse(bool broken, LedgerFault rule, ref CanonicalReader reader, ref LedgerFault fault)
    {
        if (broken && reader.Fault == EncodingFault.None)
        {
            fault = rule;
            reader.Fail(EncodingFault.OutOfRange);
        }
    }
}
