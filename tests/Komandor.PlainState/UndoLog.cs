using Komandor.State;

namespace Komandor.PlainState;

/// <summary>The undo records of the versions that can still be read; some stay in memory.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class UndoLog(IKeyValueStore store, StateKeys keys, long capacityBytes, ulong oldest, ulong newest)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ulong, UndoRecord> _records = [];
    private long _sizeBytes;
    private ulong _oldest = oldest;
    private ulong _newest = newest;

    /// <summary>The newest version that has a record: perhaps one that is being committed.</summary>
    public ulong Newest => Volatile.Read(ref _newest);

    /// <summary>About how much memory the records take.</summary>
    public long SizeBytes
    {
        get
        {
            lock (_gate)
            {
                return _sizeBytes;
            }
        }
    }

    /// <summary>The record of the commit that made <paramref name="version"/>; null when it is pruned.</summary>
    public UndoRecord? Find(ulong version)
    {
        lock (_gate)
        {
            if (_records.TryGetValue(version, out UndoRecord? known))
            {
                return known;
            }
        }

        byte[]? bytes = store.Get(keys.Undo(version));
        if (bytes is null)
        {
            return null;
        }

        UndoRecord record = new(bytes);
        lock (_gate)
        {
            Add(version, record, version);
        }

        return record;
    }

    /// <summary>Adds the record of a new version; those from <paramref name="pinned"/> on stay in memory, since the store may not have them yet.</summary>
    public void Append(ulong version, UndoRecord record, ulong pinned)
    {
        lock (_gate)
        {
            Add(version, record, pinned);
        }

        Volatile.Write(ref _newest, version);
    }

    /// <summary>Forgets the records that lead to versions before <paramref name="oldestVersion"/>.</summary>
    public void Forget(ulong oldestVersion)
    {
        lock (_gate)
        {
            _oldest = oldestVersion;
            RemoveFirst(long.MaxValue, oldestVersion + 1);
        }
    }

    private void Add(ulong version, UndoRecord record, ulong pinned)
    {
        // A reader may have read the record from the store while it was forgotten.
        if (version <= _oldest || !_records.TryAdd(version, record))
        {
            return;
        }

        _sizeBytes += record.SizeBytes;
        RemoveFirst(_sizeBytes - capacityBytes, pinned);
    }

    /// <summary>Removes the oldest records before <paramref name="end"/> until <paramref name="sizeBytes"/> are free.</summary>
    private void RemoveFirst(long sizeBytes, ulong end)
    {
        List<ulong> removed = [];
        foreach ((ulong version, UndoRecord record) in _records)
        {
            if (sizeBytes <= 0 || version >= end)
            {
                break;
            }

            sizeBytes -= record.SizeBytes;
            _sizeBytes -= record.SizeBytes;
            removed.Add(version);
        }

        foreach (ulong version in removed)
        {
            _records.Remove(version);
        }
    }
}
