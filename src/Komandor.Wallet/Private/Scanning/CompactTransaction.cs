using System.Collections.Immutable;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>What a wallet reads of a private transaction.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Nonce">Its nonce c.</param>
/// <param name="Fee">Its fee in units.</param>
/// <param name="Entering">What entered the pool.</param>
/// <param name="Leaving">What left it.</param>
/// <param name="Tags">The tags or images that it spent.</param>
/// <param name="Outputs">Its notes.</param>
/// <param name="SealedMemo">528 bytes.</param>
/// <param name="Recovery">160 bytes.</param>
public sealed record CompactTransaction(
    TransactionId Id,
    PrivateTier Tier,
    Hash256 Nonce,
    ulong Fee,
    ulong Entering,
    ulong Leaving,
    ImmutableArray<Hash256> Tags,
    ImmutableArray<CompactOutput> Outputs,
    ReadOnlyMemory<byte> SealedMemo,
    ReadOnlyMemory<byte> Recovery);
