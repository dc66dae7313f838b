using Komandor.Ledger;

namespace Komandor.PrivatePayer.Refused;

/// <summary>A transaction that nobody may take.</summary>
/// <param name="Number">Its number in the list of what must be refused for signatures, proofs and money.</param>
/// <param name="What">What is wrong with it, unique in a list.</param>
/// <param name="Encoded">Its bytes, which need not be those of a transaction.</param>
/// <param name="Fault">The rule that refuses it.</param>
public sealed record RefusedTransaction(int Number, string What, byte[] Encoded, LedgerFault Fault)
{
    /// <summary>Number and name.</summary>
    public override string ToString() => $"{Number}: {What}";
}
