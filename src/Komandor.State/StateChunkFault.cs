namespace Komandor.State;

/// <summary>Why a chunk of a state is refused: docs/protocol/state.md §6.</summary>
public enum StateChunkFault
{
    /// <summary>It belongs to the state.</summary>
    None = 0,

    /// <summary>Rule S9: the bytes are not a canonical encoding, or more than a chunk may have.</summary>
    Malformed = 1,

    /// <summary>Rule S10: a bit of the sibling map beyond the depth is set, or a listed sibling is zero.</summary>
    StraySibling = 2,

    /// <summary>Rule S11: a key does not lie in the chunk's subtree, or not after the one before it.</summary>
    ForeignEntry = 3,

    /// <summary>Rule S12: the place that was asked for does not lie in the chunk's subtree.</summary>
    WrongPlace = 4,

    /// <summary>Rule S13: the entries and siblings lead to another root.</summary>
    RootMismatch = 5,
}
