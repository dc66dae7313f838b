using System.Runtime.InteropServices;

namespace Komandor.State.Compact;

/// <summary>All that a commit will change, in lists that are used again by the next one.</summary>
internal sealed class Staging(int segmentSizeBytes)
{
    private readonly List<StagedHash> _hashes = [];
    private readonly List<ShelfChange> _changes = [];

    /// <summary>The records of the changes and the hashes.</summary>
    internal LogBuffer Records { get; } = new(segmentSizeBytes);

    /// <summary>The shelves, in key order.</summary>
    internal List<StagedShelf> Shelves { get; } = [];

    /// <summary>The changed keys, ascending.</summary>
    internal List<StagedKey> Keys { get; } = [];

    /// <summary>The changed nodes above the shelves, in no order.</summary>
    internal List<TreeNode> Nodes { get; } = [];

    /// <summary>The changes of all shelves.</summary>
    internal Span<ShelfChange> Changes => CollectionsMarshal.AsSpan(_changes);

    /// <summary>The new hashes of all shelves.</summary>
    internal Span<StagedHash> Hashes => CollectionsMarshal.AsSpan(_hashes);

    /// <summary>By how much the number of entries grows.</summary>
    internal long Growth { get; set; }

    /// <summary>By how much the bytes of live records grow.</summary>
    internal long LiveBytesGrowth { get; set; }

    /// <summary>Starts over, with records behind <paramref name="end"/>.</summary>
    internal void Clear(LogPosition end)
    {
        Records.Begin(end);
        Shelves.Clear();
        Keys.Clear();
        Nodes.Clear();
        _changes.Clear();
        _hashes.Clear();
        Growth = 0;
        LiveBytesGrowth = 0;
    }

    /// <summary>Adds a change.</summary>
    internal void Add(ShelfChange change) => _changes.Add(change);

    /// <summary>Adds a hash that is filled in later.</summary>
    /// <returns>Its index.</returns>
    internal int AddHash(int position)
    {
        _hashes.Add(new StagedHash(position, default));
        return _hashes.Count - 1;
    }
}
