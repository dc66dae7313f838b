namespace Komandor.Ledger.Blocks;

/// <summary>Why two headers do not prove a wrong: docs/protocol/blocks.md §5.</summary>
public enum HeaderConflictFault
{
    /// <summary>They do.</summary>
    None = 0,

    /// <summary>Rule B7: the signer is not in the roster.</summary>
    UnknownSigner = 1,

    /// <summary>Rule B8: they do not conflict: other chain, shard or height, the same header, or not ascending by id.</summary>
    NoConflict = 2,

    /// <summary>Rule B9: a signature is wrong.</summary>
    WrongSignature = 3,
}
