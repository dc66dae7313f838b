using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>A payment that the wallet made, as its file keeps it.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="State">What became of it.</param>
/// <param name="Recipient">The address that it pays to.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">Units of the asset.</param>
/// <param name="Fee">KMCC units.</param>
/// <param name="Memo">Its memo, or empty.</param>
/// <param name="Created">When it was signed, by the wallet's clock.</param>
/// <param name="ValidUntil">When it expires.</param>
/// <param name="Inputs">The coins that it spends: reserved while it is pending.</param>
/// <param name="Encoded">The signed transaction, to hand in again while it is pending; empty afterwards.</param>
/// <param name="Fault">The rule that it broke, when rejected.</param>
/// <param name="Height">Its block, when final.</param>
/// <param name="FinalityMs">From handing it in to its certificate as the wallet saw it, in milliseconds; null when it was not watched.</param>
public sealed record PaymentRecord(
    TransactionId Id,
    PaymentState State,
    string Recipient,
    AssetId Asset,
    ulong Amount,
    ulong Fee,
    string Memo,
    Timestamp Created,
    Timestamp ValidUntil,
    ImmutableArray<ObjectId> Inputs,
    ImmutableArray<byte> Encoded,
    string? Fault = null,
    ulong? Height = null,
    int? FinalityMs = null);
