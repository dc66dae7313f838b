using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>An object and its history.</summary>
/// <param name="Object">What it is, or was when it was used.</param>
/// <param name="Unspent">Whether it still exists.</param>
/// <param name="Content">A record's content as text, or as hexadecimal when it is no text.</param>
/// <param name="CreatedBy">The transaction that made this version; null for the genesis.</param>
/// <param name="SpentBy">The transaction that used it.</param>
public sealed record ObjectDetails(
    ObjectSummary Object,
    bool Unspent,
    string? Content,
    TransactionId? CreatedBy,
    TransactionId? SpentBy);
