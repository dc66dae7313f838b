using System.Buffers.Binary;
using Komandor.Primitives;

namespace Komandor.PlainState;

/// <summary>What one commit overwrote: with it, the version before can still be read.</summary>
/// <remarks>docs/protocol/state.md §7. Held as it is stored, so a record is one array; little-endian:
/// <code>
///  0   8  the number of leaves before
///  8  32  the root before
/// 40   4  K: changed keys
/// 44   4  V: bytes of values
/// 48   4  P: changed pages
/// 52   -  K keys, ascending, 32 each
///      -  K ends, 4 each: where the value before ends among the values; complemented when there was none
///      -  V bytes: the values before
///      -  P pages, ascending, 39 each: depth 1, prefix 32, changed slots 2 as bits, its first slot's index 4
///      -  slots before, 40 each: number of leaves 8, hash 32
/// </code>
/// A page without a changed slot was not there before.</remarks>
internal sealed class UndoRecord
{
    /// <summary>The size of what comes before the keys.</summary>
    public const int HeaderSizeBytes = 52;

    /// <summary>The size of an end.</summary>
    public const int EndSizeBytes = 4;

    /// <summary>The size of a page.</summary>
    public const int PageSizeBytes = 39;

    /// <summary>The size of a slot.</summary>
    public const int SlotSizeBytes = 40;

    private readonly byte[] _bytes;
    private readonly int _keys;
    private readonly int _endsAt;
    private readonly int _valuesAt;
    private readonly int _pagesAt;
    private readonly int _pages;
    private readonly int _slotsAt;

    /// <summary>Takes over the bytes.</summary>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public UndoRecord(byte[] bytes)
    {
        _bytes = bytes;
        uint keys = bytes.Length < HeaderSizeBytes ? uint.MaxValue : Count(40);
        uint valuesSizeBytes = bytes.Length < HeaderSizeBytes ? uint.MaxValue : Count(44);
        uint pages = bytes.Length < HeaderSizeBytes ? uint.MaxValue : Count(48);
        long slotsAt = HeaderSizeBytes + ((Hash256.SizeBytes + EndSizeBytes) * (long)keys) + valuesSizeBytes + (PageSizeBytes * (long)pages);
        if (slotsAt > bytes.Length || (bytes.Length - slotsAt) % SlotSizeBytes != 0)
        {
            throw new InvalidDataException("The state store is damaged: an undo record cannot be read.");
        }

        _keys = (int)keys;
        _endsAt = HeaderSizeBytes + (Hash256.SizeBytes * _keys);
        _valuesAt = _endsAt + (EndSizeBytes * _keys);
        _pagesAt = _valuesAt + (int)valuesSizeBytes;
        _pages = (int)pages;
        _slotsAt = (int)slotsAt;
    }

    /// <summary>The record as it is stored; nobody may change it.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>The tree before the commit.</summary>
    public Slot PreviousTop => SlotAt(0);

    /// <summary>About how much memory it takes.</summary>
    public long SizeBytes => 100 + _bytes.Length;

    /// <summary>Whether the commit changed <paramref name="key"/>, and its value before.</summary>
    public bool TryValue(Hash256 key, out byte[]? value)
    {
        int index = FirstFrom(key);
        bool isChanged = index < _keys && KeyAt(index) == key;
        value = isChanged ? ValueAt(index) : null;
        return isChanged;
    }

    /// <summary>Puts the slots before the commit into <paramref name="page"/>, the page at <paramref name="path"/>.</summary>
    /// <param name="path">Where it hangs.</param>
    /// <param name="page">Its sixteen slots.</param>
    /// <param name="isThere">Whether there is such a page; set when the commit made it or removed it.</param>
    public void Apply(NodePath path, Span<Slot> page, ref bool isThere)
    {
        int low = 0;
        int high = _pages - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            ReadOnlySpan<byte> found = _bytes.AsSpan(_pagesAt + (PageSizeBytes * middle), PageSizeBytes);
            int order = found[0] != path.Depth ? found[0].CompareTo((byte)path.Depth) : new Hash256(found[1..33]).CompareTo(path.Prefix);
            if (order == 0)
            {
                isThere = Apply(found, page, isThere);
                return;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
    }

    /// <summary>Puts the values before the commit into <paramref name="entries"/>, which hold the keys under <paramref name="path"/>.</summary>
    public void Apply(NodePath path, SortedDictionary<Hash256, byte[]> entries)
    {
        for (int index = FirstFrom(path.Prefix); index < _keys && KeyAt(index) is var key && path.Holds(key); index++)
        {
            if (ValueAt(index) is { } value)
            {
                entries[key] = value;
            }
            else
            {
                entries.Remove(key);
            }
        }
    }

    private bool Apply(ReadOnlySpan<byte> found, Span<Slot> page, bool isThere)
    {
        int changed = BinaryPrimitives.ReadUInt16LittleEndian(found[33..]);
        int slot = BinaryPrimitives.ReadInt32LittleEndian(found[35..]);
        for (int nibble = 0; nibble < Page.Slots; nibble++)
        {
            if ((changed >> nibble & 1) != 0)
            {
                page[nibble] = SlotAt(_slotsAt + (SlotSizeBytes * slot++));
            }
        }

        return changed == 0xffff || (changed != 0 && isThere);
    }

    /// <summary>The index of the first key that is not less than <paramref name="key"/>.</summary>
    private int FirstFrom(Hash256 key)
    {
        int low = 0;
        int high = _keys;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = KeyAt(middle).CompareTo(key) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private Hash256 KeyAt(int index) => new(_bytes.AsSpan(HeaderSizeBytes + (Hash256.SizeBytes * index), Hash256.SizeBytes));

    private byte[]? ValueAt(int index)
    {
        int first = index == 0 ? 0 : EndAt(index - 1);
        int end = EndAt(index);
        return end < 0 ? null : _bytes.AsSpan(_valuesAt, _pagesAt - _valuesAt)[(first < 0 ? ~first : first)..end].ToArray();
    }

    private int EndAt(int index) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_endsAt + (EndSizeBytes * index)));

    private Slot SlotAt(int at) => new(
        BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(at)), new Hash256(_bytes.AsSpan(at + 8, Hash256.SizeBytes)));

    private uint Count(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));
}
