using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>A block with everything in its header.</summary>
/// <param name="Summary">The block in short.</param>
/// <param name="ProtocolVersion">Version of the rules.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Parent">The block before.</param>
/// <param name="RosterHash">The roster that signs it.</param>
/// <param name="NextRosterHash">The roster that signs the next one.</param>
/// <param name="TransactionsRoot">Authenticates the transactions.</param>
/// <param name="StateRoot">Authenticates every object after it.</param>
/// <param name="ReceiptsRoot">Authenticates the receipts.</param>
/// <param name="GridCursor">How far the grid was read.</param>
/// <param name="Sealer">The member that sealed it.</param>
/// <param name="Signers">The members whose signatures its certificate holds.</param>
/// <param name="SizeBytes">Size of its encoding in bytes.</param>
/// <param name="Receipts">What became of ordered transactions: at most 1,000, from the first that was asked for; the summary says how many there are.</param>
public sealed record BlockDetails(
    BlockSummary Summary,
    int ProtocolVersion,
    ulong Epoch,
    ShardId Shard,
    BlockId Parent,
    Hash256 RosterHash,
    Hash256 NextRosterHash,
    Hash256 TransactionsRoot,
    Hash256 StateRoot,
    Hash256 ReceiptsRoot,
    ulong GridCursor,
    MemberId Sealer,
    IReadOnlyList<MemberId> Signers,
    ulong SizeBytes,
    IReadOnlyList<ReceiptSummary> Receipts);
