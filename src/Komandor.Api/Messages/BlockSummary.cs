using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>A block in a list.</summary>
/// <param name="Height">Its height.</param>
/// <param name="Id">Hash of its header.</param>
/// <param name="Round">The consensus round that it came from.</param>
/// <param name="Time">Its consensus timestamp.</param>
/// <param name="Executed">Transactions that took effect.</param>
/// <param name="Rejected">Transactions that were ordered and refused.</param>
/// <param name="Final">Whether its certificate is complete.</param>
/// <param name="FinalityMs">From the timestamp to the certificate as this node saw it, in milliseconds.</param>
public sealed record BlockSummary(
    ulong Height,
    BlockId Id,
    ulong Round,
    Timestamp Time,
    int Executed,
    int Rejected,
    bool Final,
    int? FinalityMs);
