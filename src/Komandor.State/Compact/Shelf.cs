using System.Buffers.Binary;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>The index of the keys that share their first bits: for each entry a fragment of its key and its place, and hashes of small groups.</summary>
/// <remarks>docs/protocol/state.md §7. Entries ascend by key. A shelf's keys fall into 2^k buckets by the bits after those that all share; the
/// hash of each bucket is kept, and that of every eight buckets. Changed in place, under the store's lock.</remarks>
internal sealed class Shelf
{
    /// <summary>A longer shelf is split.</summary>
    internal const int MaximumEntries = 384;

    /// <summary>The bits that the keys of the shortest chains of splits share.</summary>
    internal const int MinimumDepth = 8;

    /// <summary>Shelves are split no further: keys that share so many bits crowd one shelf.</summary>
    internal const int MaximumDepth = 24;

    /// <summary>The bits of a fragment.</summary>
    internal const int FragmentBits = 24;

    /// <summary>The buckets of a group.</summary>
    internal const int GroupBuckets = 8;

    private const int MaximumBucketBits = 10;
    private const int BucketEntries = 6;
    // A key that is a hash stands so near the place that even keys would give it: two deviations of the middle of the longest shelf.
    private const int Around = 20;
    private const int PlaceBits = Place.OffsetBits + Place.SequenceBits;

    /// <summary>A shelf of entries that are hashed later.</summary>
    /// <param name="prefix">The shared bits, at the upper end.</param>
    /// <param name="depth">How many they are.</param>
    /// <param name="entries">The entries; the array belongs to the shelf.</param>
    /// <param name="count">How many.</param>
    /// <param name="bucketBits">The number k.</param>
    internal Shelf(ulong prefix, int depth, ulong[] entries, int count, int bucketBits)
    {
        Prefix = prefix;
        Depth = depth;
        Entries = entries;
        Count = count;
        BucketBits = bucketBits;
        Hashes = new Hash256[(1 << bucketBits) + (1 << bucketBits >> 3)];
    }

    /// <summary>The shared bits, at the upper end of the word.</summary>
    internal ulong Prefix { get; }

    /// <summary>The number of shared bits.</summary>
    internal int Depth { get; }

    /// <summary>The number of entries.</summary>
    internal int Count { get; private set; }

    /// <summary>log2 of the number of buckets.</summary>
    internal int BucketBits { get; }

    /// <summary>The entries: fragment, place. Longer than <see cref="Count"/>.</summary>
    internal ulong[] Entries { get; private set; }

    /// <summary>The buckets' hashes, then those of the groups of eight.</summary>
    internal Hash256[] Hashes { get; }

    /// <summary>The number of buckets.</summary>
    internal int Buckets => 1 << BucketBits;

    /// <summary>The number of groups; none when there is less than one whole group.</summary>
    internal int Groups => Buckets >> 3;

    /// <summary>Its node in the tree above the shelves: 2^depth and the prefix.</summary>
    internal uint Node => NodeOf(Prefix, Depth);

    /// <summary>About how much memory it takes.</summary>
    internal long SizeBytes => 144 + (8L * Entries.Length) + (32L * Hashes.Length);

    /// <summary>The first 64 bits of a key, the first bit on top.</summary>
    internal static ulong PrefixOf(in Hash256 key) => BinaryPrimitives.ReverseEndianness(key.Prefix);

    /// <summary>The node above all keys that share the first <paramref name="depth"/> bits of <paramref name="prefix"/>; at most 24.</summary>
    internal static uint NodeOf(ulong prefix, int depth) => (1u << depth) | (depth == 0 ? 0 : (uint)(prefix >> (64 - depth)));

    /// <summary>The number k for so many entries: about four a bucket.</summary>
    internal static int BucketBitsFor(int count)
    {
        int bits = 0;
        while (bits < MaximumBucketBits && count > BucketEntries << bits)
        {
            bits++;
        }

        return bits;
    }

    /// <summary>Whether a shelf of so many entries should have other buckets than this one.</summary>
    internal bool IsMisfit(int count)
    {
        int bits = BucketBitsFor(count);
        return bits > BucketBits || bits + 2 <= BucketBits;
    }

    /// <summary>A key's fragment: 24 bits from the last whole byte of the shared bits on.</summary>
    internal static ulong Fragment(ulong prefix, int depth) => prefix << (depth & ~7) >> (64 - FragmentBits);

    /// <summary>An entry.</summary>
    internal static ulong Entry(ulong prefix, int depth, ulong place) => (Fragment(prefix, depth) << PlaceBits) | place;

    /// <summary>The fragment of an entry.</summary>
    internal static ulong FragmentOf(ulong entry) => entry >> PlaceBits;

    /// <summary>The bucket of an entry.</summary>
    internal int BucketOf(ulong entry) =>
        (int)(entry << (Depth & 7) >> (64 - MaximumBucketBits) >> (MaximumBucketBits - BucketBits));

    /// <summary>The bucket of a key.</summary>
    internal int BucketOfKey(ulong prefix) => (int)(prefix << Depth >> (64 - MaximumBucketBits) >> (MaximumBucketBits - BucketBits));

    /// <summary>The index of the first entry whose fragment is not less.</summary>
    internal int FirstFrom(ulong fragment)
    {
        // Places do not ascend among equal fragments, but a bound with place zero is below all of them.
        ulong bound = fragment << PlaceBits;
        int guess = GuessOf(bound << (Depth & 7));
        int low = Math.Max(guess - Around, 0);
        int high = Math.Min(guess + Around, Count);
        if (low > 0 && Entries[low - 1] >= bound)
        {
            (low, high) = (0, low - 1);
        }
        else if (high < Count && Entries[high] < bound)
        {
            (low, high) = (high + 1, Count);
        }

        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = Entries[middle] < bound ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The index of exactly this entry; -1 when it is not here.</summary>
    internal int Find(ulong entry)
    {
        ulong fragment = FragmentOf(entry);
        for (int index = FirstFrom(fragment); index < Count && FragmentOf(Entries[index]) == fragment; index++)
        {
            if (Entries[index] == entry)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Asks the processor for what a change of a key's entry will read here.</summary>
    internal void Fetch(ulong prefix)
    {
        CacheHint.Fetch<ulong>(Entries.AsSpan(0, Count));
        if (Groups > 0)
        {
            CacheHint.Fetch<Hash256>(Hashes.AsSpan(BucketOfKey(prefix) & ~(GroupBuckets - 1), GroupBuckets));
            CacheHint.Fetch<Hash256>(Hashes.AsSpan(Buckets, Groups));
        }
    }

    /// <summary>Asks the processor for the entries where one is looked up whose key begins so.</summary>
    internal void FetchAround(ulong prefix)
    {
        int guess = GuessOf(prefix << Depth);
        int first = Math.Max(guess - Around - 1, 0);
        CacheHint.Fetch<ulong>(Entries.AsSpan(first, Math.Min(guess + Around + 1, Count) - first));
    }

    /// <summary>The entries of a key's bucket.</summary>
    internal ReadOnlySpan<ulong> Bucket(ulong prefix)
    {
        int bucket = BucketOfKey(prefix);
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = BucketOf(Entries[middle]) < bucket ? (middle + 1, high) : (low, middle);
        }

        int end = low;
        while (end < Count && BucketOf(Entries[end]) == bucket)
        {
            end++;
        }

        return Entries.AsSpan(low, end - low);
    }

    /// <summary>Where each bucket begins among the entries, and the end.</summary>
    internal void Starts(Span<int> starts)
    {
        // The last entry of a bucket says last where the next one begins: without a branch for each entry.
        starts[..(Buckets + 1)].Clear();
        ReadOnlySpan<ulong> entries = Entries.AsSpan(0, Count);
        int shared = Depth & 7;
        int unused = MaximumBucketBits - BucketBits;
        for (int index = 0; index < entries.Length; index++)
        {
            starts[(int)(entries[index] << shared >> (64 - MaximumBucketBits) >> unused) + 1] = index + 1;
        }

        for (int bucket = 1; bucket <= Buckets; bucket++)
        {
            starts[bucket] = Math.Max(starts[bucket], starts[bucket - 1]);
        }
    }

    /// <summary>Applies changes.</summary>
    /// <param name="changes">Ascending by index; indexes are those before all changes.</param>
    internal void Apply(ReadOnlySpan<ShelfChange> changes)
    {
        int growth = 0;
        foreach (ref readonly ShelfChange change in changes)
        {
            growth += change.Growth;
        }

        int count = Count + growth;
        ulong[] old = Entries;
        if (changes.Length > 0 && !IsOnlyReplacing(changes))
        {
            ulong[] entries = count > old.Length || count < old.Length / 2 ? new ulong[CapacityFor(count)] : old;
            if (ReferenceEquals(entries, old))
            {
                // From a copy, since entries move both ways.
                old = old.AsSpan(0, Count).ToArray();
            }

            Merge(old, Count, changes, entries);
            Entries = entries;
        }
        else
        {
            foreach (ref readonly ShelfChange change in changes)
            {
                old[change.Index] = change.Entry;
            }
        }

        Count = count;
    }

    /// <summary>Puts another place into the entry at <paramref name="index"/>, whose content is the same.</summary>
    internal void Move(int index, ulong entry) => Entries[index] = entry;

    /// <summary>How long an array of entries is made: a little longer, so that few creations need a new one.</summary>
    internal static int CapacityFor(int count) => count + (count >> 4) + 2;

    /// <summary>About where an entry stands whose key's bits behind the shared ones are these: exactly, if keys were spread evenly.</summary>
    private int GuessOf(ulong bits) => (int)Math.BigMul(bits, (ulong)Count, out _);

    private static bool IsOnlyReplacing(ReadOnlySpan<ShelfChange> changes)
    {
        foreach (ref readonly ShelfChange change in changes)
        {
            if (change.Kind != RecordKind.Overwrite)
            {
                return false;
            }
        }

        return true;
    }

    private static void Merge(ReadOnlySpan<ulong> old, int count, ReadOnlySpan<ShelfChange> changes, Span<ulong> entries)
    {
        int from = 0;
        int to = 0;
        foreach (ref readonly ShelfChange change in changes)
        {
            int kept = change.Index - from;
            old.Slice(from, kept).CopyTo(entries[to..]);
            to += kept;
            from = change.Index + (change.Kind == RecordKind.Create ? 0 : 1);
            if (change.Kind != RecordKind.Delete)
            {
                entries[to++] = change.Entry;
            }
        }

        old[from..count].CopyTo(entries[to..]);
    }
}
