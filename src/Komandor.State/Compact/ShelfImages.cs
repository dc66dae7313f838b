using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Writes and reads images of shelves: docs/protocol/state.md §8.</summary>
internal sealed class ShelfImages(ShelfTable table)
{
    /// <summary>A whole round of images, in the units in which it is counted.</summary>
    internal const ulong Round = 1UL << 32;

    private const int ContentSizeBytes = 256 << 10;

    private readonly CanonicalWriter _content = new(1 << 12);

    /// <summary>Writes the image of one shelf whose buckets are new.</summary>
    internal void Write(Shelf shelf, LogBuffer records)
    {
        Begin(shelf.Prefix);
        Add(shelf);
        End(LastOf(shelf.Prefix, shelf.Depth), records);
    }

    /// <summary>Writes images of the shelves that come next, until they have <paramref name="entries"/> entries.</summary>
    /// <param name="covered">How far images have come.</param>
    /// <param name="entries">How many entries to write about.</param>
    /// <param name="records">Receives the records.</param>
    /// <returns>How far they have come now; at most one round further.</returns>
    internal ulong Write(ulong covered, long entries, LogBuffer records)
    {
        ulong end = covered;
        while (entries > 0 && end - covered < Round)
        {
            Begin(end << 32);
            while (entries > 0 && end - covered < Round && _content.SizeBytes < ContentSizeBytes)
            {
                ulong prefix = end << 32;
                Shelf? shelf = table.Find(prefix);
                int depth = shelf?.Depth ?? Shelf.MinimumDepth;
                if (shelf is not null)
                {
                    Add(shelf);
                }

                entries -= shelf?.Count ?? 0;
                entries--;
                end += ((LastOf(prefix, depth) >> 32) - (prefix >> 32)) + 1;
                if (end << 32 == 0)
                {
                    break;
                }
            }

            End(unchecked((end << 32) - 1), records);
        }

        return end;
    }

    /// <summary>Reads the shelves of a record.</summary>
    /// <param name="content">The record's content.</param>
    /// <param name="shelves">Receives them. They are all shelves of the range.</param>
    /// <returns>The first key's and the last key's first bits.</returns>
    internal static (ulong First, ulong Last) Read(ReadOnlySpan<byte> content, List<Shelf> shelves)
    {
        CanonicalReader reader = new(content);
        ulong first = (ulong)reader.UInt32() << 32;
        while (reader.Remaining > sizeof(uint) && reader.Fault == EncodingFault.None)
        {
            int depth = reader.Byte();
            int bucketBits = reader.Byte();
            ulong prefix = (ulong)reader.UInt32() << 32;
            int count = reader.Count(Record.MaximumContentSizeBytes, sizeof(ulong));
            ulong[] entries = new ulong[Shelf.CapacityFor(count)];
            MemoryMarshal.Cast<byte, ulong>(reader.Raw(count * sizeof(ulong))).CopyTo(entries);
            Shelf shelf = new(prefix, depth, entries, count, bucketBits);
            MemoryMarshal.Cast<byte, Hash256>(reader.Raw(shelf.Buckets * Hash256.SizeBytes)).CopyTo(shelf.Hashes);
            shelves.Add(shelf);
        }

        ulong last = ((ulong)reader.UInt32() << 32) | uint.MaxValue;
        return reader.TryFinish(out _) ? (first, last) : throw new InvalidDataException("The state's log is of another format: an image cannot be read.");
    }

    /// <summary>Puts shelves into the table, in place of all that was there for the keys from <paramref name="first"/> to <paramref name="last"/>.</summary>
    internal static void Put(ShelfTable table, ulong first, ulong last, ReadOnlySpan<Shelf> shelves)
    {
        // A range may be shorter than a slot, whose other part must stay what it is.
        foreach (Shelf shelf in shelves)
        {
            table.Reserve(shelf.Depth);
        }

        table.Clear(first, last);
        foreach (Shelf shelf in shelves)
        {
            table.Set(shelf);
        }
    }

    private static ulong LastOf(ulong prefix, int depth) => prefix | (ulong.MaxValue >> depth);

    private void Begin(ulong first)
    {
        _content.Clear();
        _content.UInt32((uint)(first >> 32));
    }

    private void End(ulong last, LogBuffer records)
    {
        _content.UInt32((uint)(last >> 32));
        records.Add(RecordKind.Images, _content.Written);
    }

    private void Add(Shelf shelf)
    {
        _content.Byte((byte)shelf.Depth);
        _content.Byte((byte)shelf.BucketBits);
        _content.UInt32((uint)(shelf.Prefix >> 32));
        _content.VarUInt((ulong)shelf.Count);
        _content.Raw(MemoryMarshal.AsBytes(shelf.Entries.AsSpan(0, shelf.Count)));
        _content.Raw(MemoryMarshal.AsBytes(shelf.Hashes.AsSpan(0, shelf.Buckets)));
    }
}
