namespace Komandor.State;

/// <summary>Why a proof shows nothing: docs/protocol/state.md §4.</summary>
public enum StateProofFault
{
    /// <summary>It shows what was asked.</summary>
    None = 0,

    /// <summary>Rule S4: the bytes are not a canonical encoding.</summary>
    Malformed = 1,

    /// <summary>Rule S5: a bit of the sibling map beyond the depth is set, or a listed sibling is zero.</summary>
    StraySibling = 2,

    /// <summary>Rule S6: the end of the path says presence where absence was asked, or the other way round.</summary>
    WrongEnd = 3,

    /// <summary>Rule S7: the other leaf is the key's own, or does not lie on the key's path.</summary>
    ForeignLeaf = 4,

    /// <summary>Rule S8: the path leads to another root.</summary>
    RootMismatch = 5,
}
