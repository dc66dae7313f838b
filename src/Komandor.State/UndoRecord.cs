using Komandor.Primitives;

namespace Komandor.State;

/// <summary>What one commit overwrote: with it, the version before can still be read.</summary>
internal sealed class UndoRecord
{
    private readonly Hash256[] _keys;
    private readonly byte[]?[] _values;
    private readonly NodePath[] _paths;
    private readonly Page?[] _pages;

    /// <summary>Takes over the arrays; keys and paths ascend.</summary>
    public UndoRecord(Slot previousTop, Hash256[] keys, byte[]?[] values, NodePath[] paths, Page?[] pages)
    {
        PreviousTop = previousTop;
        _keys = keys;
        _values = values;
        _paths = paths;
        _pages = pages;
        long sizeBytes = 100;
        foreach (byte[]? value in values)
        {
            sizeBytes += 70 + (value?.Length ?? 0);
        }

        SizeBytes = sizeBytes + (1450L * pages.Length);
    }

    /// <summary>The tree before the commit.</summary>
    public Slot PreviousTop { get; }

    /// <summary>About how much memory it takes.</summary>
    public long SizeBytes { get; }

    /// <summary>The keys that the commit changed, ascending.</summary>
    public ReadOnlySpan<Hash256> Keys => _keys;

    /// <summary>Whether the commit changed <paramref name="key"/>, and its value before.</summary>
    public bool TryValue(Hash256 key, out byte[]? value)
    {
        int index = Array.BinarySearch(_keys, key);
        value = index < 0 ? null : _values[index];
        return index >= 0;
    }

    /// <summary>Whether the commit changed the page at <paramref name="path"/>, and the page before; null when there was none.</summary>
    public bool TryPage(NodePath path, out Page? page)
    {
        int index = Array.BinarySearch(_paths, path);
        page = index < 0 ? null : _pages[index];
        return index >= 0;
    }

    /// <summary>Puts the values before the commit into <paramref name="entries"/>, which hold the keys under <paramref name="path"/>.</summary>
    public void Apply(NodePath path, SortedDictionary<Hash256, byte[]> entries)
    {
        int index = Array.BinarySearch(_keys, path.Prefix);
        for (index = index < 0 ? ~index : index; index < _keys.Length && path.Holds(_keys[index]); index++)
        {
            if (_values[index] is { } value)
            {
                entries[_keys[index]] = value;
            }
            else
            {
                entries.Remove(_keys[index]);
            }
        }
    }

    /// <summary>Writes the record as it is stored.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.VarUInt((ulong)PreviousTop.Count);
        writer.Hash(PreviousTop.Hash);
        writer.VarUInt((ulong)_keys.Length);
        for (int index = 0; index < _keys.Length; index++)
        {
            writer.Hash(_keys[index]);
            writer.Boolean(_values[index] is not null);
            if (_values[index] is { } value)
            {
                writer.Bytes(value);
            }
        }

        writer.VarUInt((ulong)_paths.Length);
        for (int index = 0; index < _paths.Length; index++)
        {
            writer.Byte((byte)_paths[index].Depth);
            writer.Hash(_paths[index].Prefix);
            writer.Boolean(_pages[index] is not null);
            _pages[index]?.Write(writer);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static UndoRecord Read(byte[] bytes)
    {
        CanonicalReader reader = new(bytes);
        Slot top = new((long)reader.VarUInt(long.MaxValue), reader.Hash());
        Hash256[] keys = new Hash256[reader.Count(int.MaxValue, Hash256.SizeBytes + 1)];
        byte[]?[] values = new byte[]?[keys.Length];
        for (int index = 0; index < keys.Length; index++)
        {
            keys[index] = reader.Hash();
            values[index] = reader.Boolean() ? reader.Bytes(StateSettings.MaximumValueSizeBytes).ToArray() : null;
        }

        NodePath[] paths = new NodePath[reader.Count(int.MaxValue, Hash256.SizeBytes + 2)];
        Page?[] pages = new Page?[paths.Length];
        for (int index = 0; index < paths.Length; index++)
        {
            int depth = Math.Min(reader.Byte(), (byte)63);
            paths[index] = NodePath.Of(reader.Hash(), depth);
            pages[index] = reader.Boolean() ? Page.Read(ref reader) : null;
        }

        return reader.TryFinish(out _) ? new UndoRecord(top, keys, values, paths, pages)
            : throw new InvalidDataException("The state store is damaged: an undo record cannot be read.");
    }
}
