using Komandor.Consensus;
using Komandor.Ledger;

namespace Komandor.Replica.Messages;

/// <summary>A message that <see cref="MessageVerifier"/> judged; nobody else can make one.</summary>
public sealed class VerifiedMessage
{
    internal VerifiedMessage(MessageFault fault) => Fault = fault;

    internal VerifiedMessage(GossipMessage content) => Content = content;

    /// <summary>The rule that it breaks; none when it is good.</summary>
    public MessageFault Fault { get; }

    /// <summary>The message; null when it is refused.</summary>
    public GossipMessage? Content { get; }

    /// <summary>Whether the Executor takes it: transfers of state and blocks. The Archivist takes pieces of history; all others, and refused ones, are the Orderer's.</summary>
    public bool IsForExecutor => Content is GetHeaderMessage or GetSnapshotMessage or SnapshotOfferMessage
        or GetChunkMessage or ChunkMessage or GetBlocksMessage or BlocksMessage or GetBlockPartMessage or BlockPartMessage;

    /// <summary>Whether it asks the Executor for something, which costs far more than the question.</summary>
    public bool IsQuestionForExecutor =>
        Content is GetHeaderMessage or GetSnapshotMessage or GetChunkMessage or GetBlocksMessage or GetBlockPartMessage;

    /// <summary>Whether the Archivist takes it: pieces of history.</summary>
    public bool IsForArchivist => Content is GetPieceMessage or PieceMessage;

    /// <summary>Whether it asks the Archivist for something, which costs far more than the question.</summary>
    public bool IsQuestionForArchivist => Content is GetPieceMessage;

    /// <summary>The events of an <see cref="EventsMessage"/>.</summary>
    internal IReadOnlyList<CheckedEvent> Events { get; init; } = [];

    /// <summary>The transactions with a private part in the events that it brings: the shell may judge their proofs ahead of time.</summary>
    public IReadOnlyList<Transaction> PrivateTransactions =>
        [.. Events.SelectMany(one => one.Payload.Transactions).Select(one => one.Transaction).Where(one => one.Body.Bundle is not null)];

    /// <summary>The newest event of the receiver in a <see cref="SyncDoneMessage"/>.</summary>
    internal SignedEvent? NewestOfYours { get; init; }

    /// <summary>The certified header of a <see cref="CertifiedHeaderMessage"/> or <see cref="SnapshotOfferMessage"/>.</summary>
    internal CertifiedHeader? Certified { get; init; }

    /// <summary>What the offered state of a <see cref="SnapshotOfferMessage"/> says of the spent tags.</summary>
    public SpentTags? Tags { get; init; }

    /// <summary>The consensus snapshot of a <see cref="SnapshotOfferMessage"/>.</summary>
    internal ConsensusSnapshot? Snapshot { get; init; }
}
