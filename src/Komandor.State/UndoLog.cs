namespace Komandor.State;

/// <summary>The undo records of the versions that can still be read; the newest stay in memory.</summary>
internal sealed class UndoLog(IKeyValueStore store, StateKeys keys, long capacityBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, UndoRecord> _records = [];
    private readonly Queue<ulong> _order = new();
    private long _sizeBytes;

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

        UndoRecord record = UndoRecord.Read(bytes);
        Add(version, record, version);
        return record;
    }

    /// <summary>Keeps a record in memory, and those from <paramref name="pinned"/> on, which may not be in the store yet.</summary>
    public void Add(ulong version, UndoRecord record, ulong pinned)
    {
        lock (_gate)
        {
            if (!_records.TryAdd(version, record))
            {
                return;
            }

            _order.Enqueue(version);
            _sizeBytes += record.SizeBytes;
            while (_sizeBytes > capacityBytes && _order.TryPeek(out ulong oldest) && oldest < pinned)
            {
                _order.Dequeue();
                Remove(oldest);
            }
        }
    }

    /// <summary>Forgets a record in memory.</summary>
    public void Forget(ulong version)
    {
        lock (_gate)
        {
            Remove(version);
        }
    }

    private void Remove(ulong version)
    {
        if (_records.Remove(version, out UndoRecord? record))
        {
            _sizeBytes -= record.SizeBytes;
        }
    }
}
