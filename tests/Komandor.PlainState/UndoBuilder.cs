using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.PlainState;

/// <summary>Collects what a commit overwrites, in buffers that are kept from one commit to the next.</summary>
internal sealed class UndoBuilder
{
    private readonly CanonicalWriter _values = new(1 << 16);
    private readonly CanonicalWriter _slots = new(1 << 16);
    private readonly List<int> _ends = [];
    private readonly List<(NodePath Path, int Changed, int Slot)> _pages = [];

    /// <summary>Begins a record.</summary>
    public void Clear()
    {
        _values.Clear();
        _slots.Clear();
        _ends.Clear();
        _pages.Clear();
    }

    /// <summary>The next changed key had <paramref name="value"/>.</summary>
    public void Value(ReadOnlySpan<byte> value)
    {
        _values.Raw(value);
        _ends.Add(_values.SizeBytes);
    }

    /// <summary>The next changed key had no value.</summary>
    public void NoValue() => _ends.Add(~_values.SizeBytes);

    /// <summary>The page at <paramref name="path"/> was <paramref name="page"/> before; the nibbles of <paramref name="changed"/>'s bits will differ.</summary>
    public void Page(NodePath path, Page page, int changed)
    {
        _pages.Add((path, changed, _slots.SizeBytes / UndoRecord.SlotSizeBytes));
        for (int nibble = 0; nibble < PlainState.Page.Slots; nibble++)
        {
            if ((changed >> nibble & 1) != 0)
            {
                Write(_slots, page[nibble]);
            }
        }
    }

    /// <summary>There was no page at <paramref name="path"/>.</summary>
    public void NoPage(NodePath path) => _pages.Add((path, 0, 0));

    /// <summary>The record of a commit of <paramref name="changes"/> to the tree of <paramref name="top"/>.</summary>
    public UndoRecord Build(Slot top, ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes)
    {
        Invariant.Require(_ends.Count == changes.Length);
        Span<(NodePath Path, int Changed, int Slot)> pages = CollectionsMarshal.AsSpan(_pages);
        pages.Sort(static (left, right) => left.Path.CompareTo(right.Path));
        int sizeBytes = UndoRecord.HeaderSizeBytes + ((Hash256.SizeBytes + UndoRecord.EndSizeBytes) * changes.Length)
            + _values.SizeBytes + (UndoRecord.PageSizeBytes * pages.Length) + _slots.SizeBytes;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(sizeBytes);
        Span<byte> rest = bytes;
        BinaryPrimitives.WriteInt64LittleEndian(rest, top.Count);
        top.Hash.CopyTo(rest[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(rest[40..], changes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(rest[44..], _values.SizeBytes);
        BinaryPrimitives.WriteInt32LittleEndian(rest[48..], pages.Length);
        rest = rest[UndoRecord.HeaderSizeBytes..];
        for (int index = 0; index < changes.Length; index++)
        {
            changes[index].Key.CopyTo(rest[(Hash256.SizeBytes * index)..]);
        }

        rest = rest[(Hash256.SizeBytes * changes.Length)..];
        for (int index = 0; index < changes.Length; index++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest[(UndoRecord.EndSizeBytes * index)..], _ends[index]);
        }

        rest = rest[(UndoRecord.EndSizeBytes * changes.Length)..];
        _values.Written.CopyTo(rest);
        Write(rest[_values.SizeBytes..], pages);
        return new UndoRecord(bytes);
    }

    private void Write(Span<byte> rest, ReadOnlySpan<(NodePath Path, int Changed, int Slot)> pages)
    {
        foreach ((NodePath path, int changed, int slot) in pages)
        {
            rest[0] = (byte)path.Depth;
            path.Prefix.CopyTo(rest[1..]);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[33..], (ushort)changed);
            BinaryPrimitives.WriteInt32LittleEndian(rest[35..], slot);
            rest = rest[UndoRecord.PageSizeBytes..];
        }

        _slots.Written.CopyTo(rest);
    }

    private static void Write(CanonicalWriter writer, Slot slot)
    {
        writer.UInt64((ulong)slot.Count);
        writer.Hash(slot.Hash);
    }
}
