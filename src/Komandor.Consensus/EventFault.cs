namespace Komandor.Consensus;

/// <summary>Why an event is refused: the numbered rules of docs/protocol/hashgraph.md §1 and §2.</summary>
public enum EventFault
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Rule H1: the bytes are not a canonical encoding.</summary>
    Malformed = 1,

    /// <summary>Rule H2: the version is not 1.</summary>
    UnsupportedVersion = 2,

    /// <summary>Rule H3: the encoding exceeds <see cref="EventLimits.MaxSizeBytes"/>.</summary>
    TooLarge = 3,

    /// <summary>Rule H4: the birth round is 0 or above 2⁶².</summary>
    BirthRoundOutOfRange = 4,

    /// <summary>Rule H5: a parent's claimed birth round is 0, or later than the event's own.</summary>
    ParentBornLater = 5,

    /// <summary>Rule H6: sequence 0 with a self-parent, or another one without.</summary>
    SequenceWithoutSelfParent = 6,

    /// <summary>Rule H7: the other-parents' creators do not ascend strictly, or one is the event's own.</summary>
    OtherParentsNotAscending = 7,

    /// <summary>Rule H8: too many payload items, an empty or too long one, or too many bytes in all.</summary>
    PayloadOutOfBounds = 8,

    /// <summary>Rule H9: it belongs to another chain.</summary>
    WrongChain = 9,

    /// <summary>Rule H10: it belongs to another shard.</summary>
    WrongShard = 10,

    /// <summary>Rule H11: the roster of its birth round is not known (yet, or any more).</summary>
    RosterUnknown = 11,

    /// <summary>Rule H12: its creator is not in the roster of its birth round.</summary>
    UnknownCreator = 12,

    /// <summary>Rule H13: the signature is not its creator's.</summary>
    BadSignature = 13,

    /// <summary>Rule H14: the self-parent was created by another member.</summary>
    SelfParentOfAnother = 14,

    /// <summary>Rule H15: a parent's birth round or creator is not the one that the event claims.</summary>
    ParentMismatch = 15,

    /// <summary>Rule H16: the sequence is not the self-parent's plus 1.</summary>
    SequenceGap = 16,

    /// <summary>Rule H17: it was not created after its self-parent.</summary>
    NotAfterSelfParent = 17,

    /// <summary>Rule H18: the sequence is above 2⁶².</summary>
    SequenceOutOfRange = 18,

    /// <summary>Rule H19: the creation time is above 2⁶² microseconds.</summary>
    TimeOutOfRange = 19,
}
