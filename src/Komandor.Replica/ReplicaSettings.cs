using Komandor.Consensus;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>The numbers of one member. <see cref="Consensus"/>'s first three, <see cref="MaxRoundsBetweenBlocks"/>, <see cref="MaxRoundWork"/>,
/// <see cref="MaxRoundSizeBytes"/> and <see cref="SegmentSizeBytes"/> must be equal on all members.</summary>
public sealed record ReplicaSettings
{
    /// <summary>The member itself.</summary>
    public required MemberId Self { get; init; }

    /// <summary>The hashgraph's numbers.</summary>
    public ConsensusSettings Consensus { get; init; } = new();

    /// <summary>The most other-parents of an own event, 1 to 15.</summary>
    public int MaxOtherParents { get; init; } = 4;

    /// <summary>A round is a block, transactions or not, when this many rounds passed since the last block's.</summary>
    public int MaxRoundsBetweenBlocks { get; init; } = 64;

    /// <summary>The most work that a round executes, in the ledger's units of about a microsecond of a core; each member of the roster has an equal share.</summary>
    public ulong MaxRoundWork { get; init; } = 16_000_000;

    /// <summary>The most bytes of transactions that a round executes; each member of the roster has an equal share.</summary>
    public long MaxRoundSizeBytes { get; init; } = 32 << 20;

    /// <summary>The least time between two own events, in microseconds.</summary>
    public long EventIntervalUs { get; init; } = 10_000;

    /// <summary>The time between two questions for missing events, in microseconds.</summary>
    public long SyncIntervalUs { get; init; } = 100_000;

    /// <summary>An unanswered question counts as lost after this time, in microseconds.</summary>
    public long AnswerTimeoutUs { get; init; } = 1_000_000;

    /// <summary>The most bytes of events that one question is answered with.</summary>
    public int MaxAnswerSizeBytes { get; init; } = 4 << 20;

    /// <summary>Creation pauses while so many decided rounds are not executed.</summary>
    public int MaxExecutionLagRounds { get; init; } = 64;

    /// <summary>The most transactions that wait in the pool.</summary>
    public int MaxPoolTransactions { get; init; } = 50_000;

    /// <summary>The most bytes of those transactions.</summary>
    public long MaxPoolSizeBytes { get; init; } = 64 << 20;

    /// <summary>The most bytes of transactions that one own event carries; a longer transaction still gets an event of its own.</summary>
    public int MaxPayloadSizeBytes { get; init; } = 256 << 10;

    /// <summary>The most heights above the last final one whose signatures are collected.</summary>
    public int MaxUncertifiedBlocks { get; init; } = 256;

    /// <summary>How many versions of the state are kept for proofs and for members that learn it, in blocks.</summary>
    public int RetainedStateVersions { get; init; } = 128;

    /// <summary>How many versions are kept at most while an old one is being given to a peer; not below <see cref="RetainedStateVersions"/>.</summary>
    public int MaxPinnedStateVersions { get; init; } = 4_096;

    /// <summary>A segment of history ends with the block that brings it to so many bytes: docs/protocol/archive.md, AR1.</summary>
    public int SegmentSizeBytes { get; init; } = Archive.SegmentRules.UsualSizeBytes;

    /// <summary>How many newest blocks are kept whole; of older history, a piece of each segment. 0 keeps all whole.</summary>
    public int HistoryBlocks { get; init; }

    /// <summary>Whether the member keeps the secondary indexes that object types declare: docs/protocol/state.md §9.</summary>
    public bool KeepsIndexes { get; init; }

    /// <summary>An empty round saves the consensus snapshot when this many passed since the last saving.</summary>
    public int SnapshotIntervalRounds { get; init; } = 8;
}
