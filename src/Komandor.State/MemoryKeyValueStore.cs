namespace Komandor.State;

/// <summary>A storage engine in memory that can lose power: for tests and simulation.</summary>
/// <remarks>Safe from many threads. <see cref="Scan"/> sees the entries of the moment at which it starts.</remarks>
public sealed class MemoryKeyValueStore : IKeyValueStore
{
    private static readonly Comparer<byte[]> _byBytes =
        Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    private readonly Lock _gate = new();
    private readonly SortedDictionary<byte[], byte[]> _entries = new(_byBytes);
    private readonly SortedSet<byte[]> _keys = new(_byBytes);

    // What each key changed since the last durable write had then; newest last.
    private readonly List<KeyValuePair<byte[], byte[]?>> _undo = [];

    /// <inheritdoc/>
    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        byte[] copy = key.ToArray();
        lock (_gate)
        {
            return _entries.GetValueOrDefault(copy);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(byte[] prefix, byte[] from)
    {
        List<KeyValuePair<byte[], byte[]>> found = [];
        lock (_gate)
        {
            byte[] start = _byBytes.Compare(prefix, from) > 0 ? prefix : from;
            if (_keys.Count > 0 && _byBytes.Compare(start, _keys.Max!) <= 0)
            {
                foreach (byte[] key in _keys.GetViewBetween(start, _keys.Max!))
                {
                    if (!key.AsSpan().StartsWith(prefix))
                    {
                        break;
                    }

                    found.Add(new(key, _entries[key]));
                }
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public void Write(KeyValueBatch batch, bool durable)
    {
        lock (_gate)
        {
            foreach ((byte[] key, byte[]? value) in batch.Changes)
            {
                _undo.Add(new(key, _entries.GetValueOrDefault(key)));
                Set(key, value);
            }

            if (durable)
            {
                _undo.Clear();
            }
        }
    }

    /// <summary>Loses power: every write after the last durable one is gone.</summary>
    public void Crash()
    {
        lock (_gate)
        {
            for (int index = _undo.Count - 1; index >= 0; index--)
            {
                Set(_undo[index].Key, _undo[index].Value);
            }

            _undo.Clear();
        }
    }

    private void Set(byte[] key, byte[]? value)
    {
        if (value is null)
        {
            _entries.Remove(key);
            _keys.Remove(key);
        }
        else
        {
            _entries[key] = value;
            _keys.Add(key);
        }
    }
}
