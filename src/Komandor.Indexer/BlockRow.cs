using Komandor.Primitives;

namespace Komandor.Indexer;

/// <summary>A block in the index.</summary>
/// <param name="Height">Its height.</param>
/// <param name="Id">Hash of its header.</param>
/// <param name="Round">The consensus round that it came from.</param>
/// <param name="Time">Its consensus timestamp.</param>
/// <param name="Executed">Transactions that took effect.</param>
/// <param name="Rejected">Transactions that were ordered and refused.</param>
/// <param name="FinalityMs">From the timestamp to the certificate as this node saw it.</param>
public sealed record BlockRow(ulong Height, BlockId Id, ulong Round, Timestamp Time, int Executed, int Rejected, int? FinalityMs);
