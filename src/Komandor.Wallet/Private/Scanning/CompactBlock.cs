using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>The private part of a final block.</summary>
/// <param name="Height">Its height.</param>
/// <param name="Id">Its id: the one of an anchor weighs notes.</param>
/// <param name="Time">Its timestamp.</param>
/// <param name="Transactions">Its private transactions that took effect, in order.</param>
public sealed record CompactBlock(ulong Height, BlockId Id, Timestamp Time, ImmutableArray<CompactTransaction> Transactions);
