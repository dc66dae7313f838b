using System.Runtime.CompilerServices;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Asks for the memory that changes will touch before they are made: docs/protocol/state.md §7.</summary>
/// <remarks>Of millions of entries hardly anything is in the processor's caches, and what a change needs hangs together: the shelf, its entries, the
/// records of a bucket. So each step is made for many changes before the next one, and their waits overlap. Changes no result.</remarks>
internal sealed unsafe class LookAhead(ShelfTable table, Log log)
{
    /// <summary>How many keys are looked at together: what they need fits the cache next to the processor.</summary>
    internal const int Together = 32;

    // Most records of a state are shorter.
    private const int RecordSizeBytes = 192;

    // A shelf's fields with the head of the object, and the head and length of an array.
    private const int ShelfSizeBytes = 64;
    private const int ArrayHeadSizeBytes = 16;

    private readonly Shelf?[] _shelves = new Shelf?[Together];
    private readonly ulong[] _prefixes = new ulong[Together];

    /// <summary>Asks for all that staging <paramref name="changes"/> reads.</summary>
    /// <param name="changes">At most <see cref="Together"/>, ascending by key.</param>
    internal void Stage(ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes)
    {
        for (int index = 0; index < changes.Length; index++)
        {
            _prefixes[index] = Shelf.PrefixOf(changes[index].Key);
        }

        Find(_prefixes.AsSpan(0, changes.Length));
        for (int index = 0; index < changes.Length; index++)
        {
            _shelves[index]?.Fetch(_prefixes[index]);
        }

        SegmentList segments = log.Segments;
        for (int index = 0; index < changes.Length; index++)
        {
            foreach (ulong entry in _shelves[index] is Shelf shelf ? shelf.Bucket(_prefixes[index]) : [])
            {
                segments.Find(Place.Sequence(entry, segments.First))?.File.Fetch(Place.Offset(entry), RecordSizeBytes);
            }
        }
    }

    /// <summary>Asks for the entries where keys that begin so are looked up.</summary>
    /// <param name="prefixes">At most <see cref="Together"/>.</param>
    internal void LookUp(ReadOnlySpan<ulong> prefixes)
    {
        Find(prefixes);
        for (int index = 0; index < prefixes.Length; index++)
        {
            _shelves[index]?.FetchAround(prefixes[index]);
        }
    }

    /// <summary>Finds the shelves and asks for them, then for the heads of their arrays.</summary>
    private void Find(ReadOnlySpan<ulong> prefixes)
    {
        for (int index = 0; index < prefixes.Length; index++)
        {
            _shelves[index] = table.Find(prefixes[index]);
            CacheHint.Fetch(AddressOf(ref _shelves[index]), ShelfSizeBytes);
        }

        for (int index = 0; index < prefixes.Length; index++)
        {
            if (_shelves[index] is Shelf shelf)
            {
                ulong[] entries = shelf.Entries;
                Hash256[] hashes = shelf.Hashes;
                CacheHint.Fetch(AddressOf(ref entries), ArrayHeadSizeBytes);
                CacheHint.Fetch(AddressOf(ref hashes), ArrayHeadSizeBytes);
            }
        }
    }

    // Safe: a reference is an address, which is only hinted at, so the collector may move what stands there. Reading a field would wait for it.
    private static byte* AddressOf<T>(ref T item)
        where T : class? => (byte*)Unsafe.As<T, nint>(ref item);
}
