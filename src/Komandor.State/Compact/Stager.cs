using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Computes what a commit will change: docs/protocol/state.md §7. Reads the store and changes nothing.</summary>
internal sealed class Stager(ShelfTable table, EntryReader reader, LookAhead lookAhead, Staging staging)
{
    // As many entries are hashed together: enough to fill the lanes in every round, few enough for the processor's cache.
    private const int LeavesTogether = 1024;

    private readonly HashPlan _plan = new();
    private readonly List<PlannedLeaf> _leaves = [];
    private readonly List<PlannedChange> _changes = [];
    private readonly List<StagedBucket> _buckets = [];
    private readonly ShelfPlanner _shelves = new();
    private readonly TreeUpdate _tree = new(table);
    private readonly int[] _starts = new int[1025];

    /// <summary>Stages <paramref name="changes"/>, which ascend by key.</summary>
    /// <param name="changes">At most one a key.</param>
    /// <param name="depthLimit">How deep shelves may be split.</param>
    /// <returns>The new root.</returns>
    internal Hash256 Run(ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, int depthLimit)
    {
        _shelves.Begin(_plan, depthLimit);
        _tree.Begin();
        int ahead = 0;
        for (int first = 0; first < changes.Length;)
        {
            if (first >= ahead)
            {
                ahead = Math.Min(first + LookAhead.Together, changes.Length);
                lookAhead.Stage(changes[first..ahead]);
            }

            Shelf shelf = table.FindOrMake(Shelf.PrefixOf(changes[first].Key));
            int end = first + 1;
            while (end < changes.Length && (Shelf.PrefixOf(changes[end].Key) ^ shelf.Prefix) >> (64 - shelf.Depth) == 0)
            {
                end++;
            }

            Stage(shelf, changes[first..end]);
            first = end;
            if (_plan.Leaves >= LeavesTogether)
            {
                Hash();
            }
        }

        Hash();
        WriteHashes();
        return _tree.Run(staging.Nodes);
    }

    private void Hash()
    {
        _plan.Run();
        _shelves.Fill(staging.Hashes, _tree);
        _plan.Clear();
    }

    private void Stage(Shelf shelf, ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes)
    {
        _leaves.Clear();
        _changes.Clear();
        _buckets.Clear();
        shelf.Starts(_starts);
        int count = shelf.Count;
        for (int first = 0; first < changes.Length;)
        {
            int bucket = shelf.BucketOfKey(Shelf.PrefixOf(changes[first].Key));
            int end = first + 1;
            while (end < changes.Length && shelf.BucketOfKey(Shelf.PrefixOf(changes[end].Key)) == bucket)
            {
                end++;
            }

            int firstLeaf = _leaves.Count;
            int firstChange = _changes.Count;
            Plan(shelf, bucket, changes, first, end);
            if (_changes.Count > firstChange)
            {
                count += _leaves.Count - firstLeaf - (_starts[bucket + 1] - _starts[bucket]);
                _buckets.Add(new StagedBucket(bucket, firstLeaf, _leaves.Count, _changes.Count));
            }

            first = end;
        }

        if (_changes.Count > 0)
        {
            Write(shelf, changes, shelf.IsMisfit(count) || _shelves.IsToSplit(count, shelf.Depth));
        }
    }

    /// <summary>Reads a bucket's entries and merges the changes into them.</summary>
    private void Plan(Shelf shelf, int bucket, ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, int first, int end)
    {
        int next = first;
        for (int index = _starts[bucket]; index < _starts[bucket + 1]; index++)
        {
            ulong place = shelf.Entries[index] & Place.Mask;
            reader.Read(place);
            Hash256 key = reader.Key;
            for (; next < end && changes[next].Key.CompareTo(key) < 0; next++)
            {
                PlanCreation(index, next, changes[next]);
            }

            if (next < end && changes[next].Key == key)
            {
                byte[]? value = changes[next].Value;
                RecordKind kind = value is null ? RecordKind.Delete : RecordKind.Overwrite;
                _changes.Add(new PlannedChange(kind, index, next, _leaves.Count, place, reader.RecordSizeBytes));
                if (value is not null)
                {
                    _leaves.Add(new PlannedLeaf(key, 0, _plan.Leaf(key, value)));
                }

                next++;
                continue;
            }

            _leaves.Add(new PlannedLeaf(key, place, _plan.Leaf(key, reader.Value)));
        }

        for (; next < end; next++)
        {
            PlanCreation(_starts[bucket + 1], next, changes[next]);
        }
    }

    private void PlanCreation(int index, int number, in KeyValuePair<Hash256, byte[]?> change)
    {
        if (change.Value is byte[] value)
        {
            _changes.Add(new PlannedChange(RecordKind.Create, index, number, _leaves.Count, 0, 0));
            _leaves.Add(new PlannedLeaf(change.Key, 0, _plan.Leaf(change.Key, value)));
        }
    }

    /// <summary>Writes the records and plans the shelf's hashes.</summary>
    private void Write(Shelf shelf, ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, bool isRebuilt)
    {
        Span<PlannedLeaf> leaves = CollectionsMarshal.AsSpan(_leaves);
        int firstChange = staging.Changes.Length;
        int number = 0;
        foreach (StagedBucket bucket in _buckets)
        {
            for (; number < bucket.EndChange; number++)
            {
                Write(shelf, changes, _changes[number], leaves, endsBucket: !isRebuilt && number + 1 == bucket.EndChange);
            }
        }

        int firstHash = staging.Hashes.Length;
        if (isRebuilt)
        {
            Shelf[] replacements = _shelves.Build(shelf, AllLeaves(shelf));
            staging.Shelves.Add(new StagedShelf(shelf, firstChange, staging.Changes.Length, firstHash, firstHash, firstHash, replacements));
            return;
        }

        int endBucketHash = _shelves.Update(shelf, _starts, CollectionsMarshal.AsSpan(_buckets), leaves, staging);
        staging.Shelves.Add(new StagedShelf(
            shelf, firstChange, staging.Changes.Length, firstHash, endBucketHash, staging.Hashes.Length, Replacements: null));
    }

    private void Write(
        Shelf shelf, ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, PlannedChange change, Span<PlannedLeaf> leaves, bool endsBucket)
    {
        (Hash256 key, byte[]? value) = changes[change.Change];
        ulong prefix = Shelf.PrefixOf(key);
        int ordinal = change.Index - shelf.FirstFrom(Shelf.Fragment(prefix, shelf.Depth));
        ulong place = staging.Records.Add(change.Kind, endsBucket, ordinal, key, value);
        if (value is not null)
        {
            leaves[change.Leaf].Place = place;
            staging.LiveBytesGrowth += staging.Records.LastSizeBytes;
        }

        staging.LiveBytesGrowth -= change.OldSizeBytes;
        staging.Keys.Add(new StagedKey(key, change.OldPlace));
        ShelfChange made = new(change.Kind, change.Index, value is null ? 0 : Shelf.Entry(prefix, shelf.Depth, place));
        staging.Growth += made.Growth;
        staging.Add(made);
    }

    /// <summary>All entries that the shelf will have, those of untouched buckets read now.</summary>
    private PlannedLeaf[] AllLeaves(Shelf shelf)
    {
        List<PlannedLeaf> all = [];
        int next = 0;
        for (int bucket = 0; bucket < shelf.Buckets; bucket++)
        {
            if (next < _buckets.Count && _buckets[next].Bucket == bucket)
            {
                all.AddRange(CollectionsMarshal.AsSpan(_leaves)[_buckets[next].FirstLeaf.._buckets[next].EndLeaf]);
                next++;
                continue;
            }

            for (int index = _starts[bucket]; index < _starts[bucket + 1]; index++)
            {
                ulong place = shelf.Entries[index] & Place.Mask;
                reader.Read(place);
                Hash256 key = reader.Key;
                all.Add(new PlannedLeaf(key, place, _plan.Leaf(key, reader.Value)));
            }
        }

        return [.. all];
    }

    /// <summary>Records the hashes of the buckets that changed in place, so that opening need not read their entries.</summary>
    private void WriteHashes()
    {
        const int Together = 4096;
        CanonicalWriter content = new(Together * Hash256.SizeBytes);
        ReadOnlySpan<StagedHash> hashes = staging.Hashes;
        foreach (StagedShelf shelf in staging.Shelves)
        {
            for (int index = shelf.FirstHash; index < shelf.EndBucketHash; index++)
            {
                content.Hash(hashes[index].Hash);
                if (content.SizeBytes == Together * Hash256.SizeBytes)
                {
                    staging.Records.Add(RecordKind.Hashes, content.Written);
                    content.Clear();
                }
            }
        }

        if (content.SizeBytes > 0)
        {
            staging.Records.Add(RecordKind.Hashes, content.Written);
        }
    }
}
