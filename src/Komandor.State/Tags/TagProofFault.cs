namespace Komandor.State.Tags;

/// <summary>Why a proof was refused: docs/protocol/tags.md §3, in the order in which it is checked.</summary>
public enum TagProofFault
{
    /// <summary>It holds.</summary>
    None,

    /// <summary>TG6: no canonical encoding.</summary>
    Malformed,

    /// <summary>TG7: a bit of the map beyond the depth, or a listed sibling of zero.</summary>
    StraySibling,

    /// <summary>TG8: a tag of the page that does not lie on the way.</summary>
    ForeignTag,

    /// <summary>TG9: a page that does not show what is claimed of the tag.</summary>
    WrongClaim,

    /// <summary>TG10: page and siblings lead to another root.</summary>
    RootMismatch,
}
