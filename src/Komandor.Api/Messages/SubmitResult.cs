using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>A transaction that the node took on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ValidUntil">When it expires unless it was ordered.</param>
public sealed record SubmitResult(
    TransactionId Id,
    Timestamp ValidUntil);
