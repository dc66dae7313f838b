namespace Komandor.State.Tags;

/// <summary>Why a proof was refused: docs/protocol/tags.md §3, in the order in which it is checked.</summary>
public enum TagProofFault
{
    /// <summary>It holds.</summary>
    None,

    /// <summary>TG8: no canonical encoding.</summary>
    Malformed,

    /// <summary>TG9: pages of other runs than what is claimed needs.</summary>
    WrongPages,

    /// <summary>TG10: a page that does not show what is claimed of the tag.</summary>
    ForeignPage,

    /// <summary>TG11: the runs are not those of the root.</summary>
    RootMismatch,
}
