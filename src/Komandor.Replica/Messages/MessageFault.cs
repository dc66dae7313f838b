namespace Komandor.Replica.Messages;

/// <summary>Why a message is refused: the numbered rules of docs/protocol/gossip.md. Each ends the link to the peer.</summary>
public enum MessageFault
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Rule GS1: the bytes are not the canonical encoding of a message.</summary>
    Malformed = 1,

    /// <summary>Rule GS2: it is longer than <see cref="MessageLimits.MaxSizeBytes"/>.</summary>
    TooLarge = 2,

    /// <summary>Rule GS3: no message has this kind.</summary>
    UnknownKind = 3,

    /// <summary>Rule GS4: an event in it breaks a rule that the event itself shows, such as its signature's.</summary>
    EventRefused = 4,

    /// <summary>Rule GS5: an event in it, of the sender's own, contradicts its parents.</summary>
    EventContradictsParents = 5,

    /// <summary>Rule GS6: the newest event said to be the receiver's is not.</summary>
    NotYourEvent = 6,

    /// <summary>Rule GS7: a header in it is malformed, or its certificate proves nothing.</summary>
    HeaderUncertified = 7,

    /// <summary>Rule GS8: a consensus snapshot is not the one that the header's state root commits to.</summary>
    SnapshotUnproven = 8,

    /// <summary>Rule GS9: a chunk of state does not belong under the header's state root.</summary>
    ChunkRefused = 9,

    /// <summary>Rule GS10: a block is malformed, or is not the one asked for.</summary>
    BlockRefused = 10,

    /// <summary>Rule GS11: a part of a piece of history is not the sender's, or does not hash to its segment's root.</summary>
    PieceRefused = 11,
}
