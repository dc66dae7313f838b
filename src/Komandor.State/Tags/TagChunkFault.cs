namespace Komandor.State.Tags;

/// <summary>Why a chunk of a tag set is refused: docs/protocol/tags.md §4, in the order in which it is checked.</summary>
public enum TagChunkFault
{
    /// <summary>It belongs to the set.</summary>
    None,

    /// <summary>TG11: the bytes are no canonical encoding, or more than a chunk may have.</summary>
    Malformed,

    /// <summary>TG12: a bit of the map beyond the depth, or a listed sibling of zero.</summary>
    StraySibling,

    /// <summary>TG13: a tag that does not lie in the chunk's subtree, or not after the one before it.</summary>
    ForeignTag,

    /// <summary>TG14: the place that was asked for does not lie in the chunk's subtree.</summary>
    WrongPlace,

    /// <summary>TG15: the tags and siblings lead to another root.</summary>
    RootMismatch,
}
