namespace Komandor.State.Compact;

/// <summary>What a record of the log is: docs/protocol/state.md §8.</summary>
internal enum RecordKind
{
    /// <summary>Zero bytes, where nothing was written.</summary>
    None = 0,

    /// <summary>An entry whose key had none.</summary>
    Create = 1,

    /// <summary>An entry in place of the key's former one.</summary>
    Overwrite = 2,

    /// <summary>The key has no entry any more.</summary>
    Delete = 3,

    /// <summary>The key's entry once more, so that the segment where it stood can go.</summary>
    Move = 4,

    /// <summary>The hashes of the buckets that the commit changed, in the order of their last records.</summary>
    Hashes = 5,

    /// <summary>All shelves of a range of keys, as they are after the commit.</summary>
    Images = 6,

    /// <summary>The end of a commit: only now it counts.</summary>
    Commit = 7,
}
