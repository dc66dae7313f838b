namespace Komandor.Replica.Archive;

/// <summary>Why an old block cannot be had now: the rules of docs/protocol/archive.md §4.</summary>
public enum HistoryFault
{
    /// <summary>It can.</summary>
    None = 0,

    /// <summary>Rule AR9: the block stands in no segment that this member's final state names.</summary>
    NotArchived = 1,

    /// <summary>Rule AR10: as many segments are being rebuilt or wait for it as are allowed.</summary>
    Busy = 2,

    /// <summary>Rule AR11: members with too few pieces answered in time.</summary>
    TooFewPieces = 3,
}
