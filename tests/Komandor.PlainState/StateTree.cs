using System.Runtime.InteropServices;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>The newest version's tree and values: the engine's, under what a batch that is perhaps not written yet changes.</summary>
/// <remarks>Many threads may read; one changes.</remarks>
internal sealed class StateTree(IKeyValueStore store, StateKeys keys, long cacheSizeBytes)
{
    private readonly NodeCache _cache = new(cacheSizeBytes);

    // Newest last.
    private volatile SparseMerkleStaged[] _pending = [];

    /// <summary>Adds a commit.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="isSameBatch">Whether it shares its batch with the commit before; when not, all earlier ones are in the engine.</param>
    public void Add(SparseMerkleStaged commit, bool isSameBatch)
    {
        _pending = isSameBatch ? [.. _pending, commit] : [commit];
        foreach ((NodePath path, StateNode? node) in commit.Nodes)
        {
            _cache.Set(path, node);
        }

        _cache.Shrink();
    }

    /// <summary>Forgets nodes in memory until the rest fits.</summary>
    public void Shrink() => _cache.Shrink();

    /// <summary>The value of <paramref name="key"/> or null, in the tree of <paramref name="top"/>.</summary>
    public byte[]? Get(Slot top, Hash256 key)
    {
        Slot slot = top;
        NodePath path = NodePath.Root;
        while (slot.Count > Bucket.MaximumLeaves && Find(path) is Page page)
        {
            int nibble = NodePath.Nibble(key, path.Depth);
            slot = page[nibble];
            path = path.Child(nibble);
        }

        if (slot.Count == 0 || Find(path) is not Bucket bucket)
        {
            return slot.Count == 0 ? null : store.Get(keys.Value(key));
        }

        int index = bucket.Find(key);
        return index < 0 ? null : bucket.TryHeld(index, out ReadOnlySpan<byte> value) ? value.ToArray() : GetLong(key);
    }

    /// <summary>The newest value of <paramref name="key"/>, past the buckets.</summary>
    public byte[]? GetLong(Hash256 key)
    {
        SparseMerkleStaged[] pending = _pending;
        for (int index = pending.Length - 1; index >= 0; index--)
        {
            int found = SparseMerkleStaged.Find(pending[index].Changes, key);
            if (found >= 0)
            {
                return pending[index].Changes[found].Value;
            }
        }

        return store.Get(keys.Value(key));
    }

    /// <summary>The entries of a bucket of the newest version, or of one that <paramref name="staged"/> changes make of it.</summary>
    public Leaf[] Leaves(Bucket bucket, KeyValuePair<Hash256, byte[]?>[] staged)
    {
        Leaf[] leaves = new Leaf[bucket.Count];
        for (int index = 0; index < leaves.Length; index++)
        {
            int change = SparseMerkleStaged.Find(staged, bucket.Keys[index]);
            byte[]? value = bucket.TryHeld(index, out ReadOnlySpan<byte> held) ? held.ToArray()
                : change >= 0 ? staged[change].Value : GetLong(bucket.Keys[index]);
            leaves[index] = bucket.LeafAt(index, value ?? throw Missing(bucket.Keys[index]));
        }

        return leaves;
    }

    /// <summary>The page at <paramref name="path"/> for an update; it stays in memory.</summary>
    public Page LoadPage(NodePath path, Slot slot)
    {
        if (Find(path) is Page known)
        {
            return known;
        }

        Page? page = FindPage(path);
        if (page is null || page.Top != slot)
        {
            throw Damaged(path);
        }

        _cache.Set(path, page);
        return page;
    }

    /// <summary>The bucket at <paramref name="path"/> for an update; it stays in memory.</summary>
    public Bucket LoadBucket(NodePath path, Slot slot)
    {
        if (slot.Count == 0)
        {
            return Bucket.Empty;
        }

        if (Find(path) is Bucket known)
        {
            return known;
        }

        List<Leaf> leaves = new((int)slot.Count);
        foreach ((Hash256 key, byte[] value) in Scan(path))
        {
            leaves.Add(Leaf.Of(key, value));
        }

        Bucket bucket = Bucket.Of(CollectionsMarshal.AsSpan(leaves), path.Depth * 4);
        if (bucket.Top != slot)
        {
            throw Damaged(path);
        }

        _cache.Set(path, bucket);
        return bucket;
    }

    /// <summary>The bucket at <paramref name="path"/> when it is in memory.</summary>
    public Bucket? FindBucket(NodePath path) => Find(path) as Bucket;

    /// <summary>The page at <paramref name="path"/>, or null when there is none.</summary>
    public Page? FindPage(NodePath path)
    {
        StateNode? node = Find(path);
        if (node is not null)
        {
            return node as Page;
        }

        byte[]? bytes = store.Get(keys.Page(path));
        if (bytes is null)
        {
            return null;
        }

        CanonicalReader reader = new(bytes);
        Page page = Page.Read(ref reader);
        return reader.TryFinish(out _) ? page : throw Damaged(path);
    }

    /// <summary>The entries under <paramref name="path"/>.</summary>
    public SortedDictionary<Hash256, byte[]> Entries(NodePath path)
    {
        // Before the scan: what leaves the list afterwards is in the engine, but perhaps not in what the scan sees.
        SparseMerkleStaged[] pending = _pending;
        SortedDictionary<Hash256, byte[]> entries = [];
        foreach ((Hash256 key, byte[] value) in Scan(path))
        {
            entries.Add(key, value);
        }

        foreach (SparseMerkleStaged staged in pending)
        {
            staged.Apply(path, entries);
        }

        return entries;
    }

    /// <summary>What is thrown when the subtree at <paramref name="path"/> does not match its hash (rule T3).</summary>
    public static InvalidDataException Damaged(NodePath path) =>
        new($"The state store is damaged: the subtree at nibble {path.Depth} of {path.Prefix} does not match its hash.");

    /// <summary>What is thrown when an entry of a bucket has no value.</summary>
    public static InvalidDataException Missing(Hash256 key) => new($"The state store is damaged: the value of {key} is missing.");

    private IEnumerable<KeyValuePair<Hash256, byte[]>> Scan(NodePath path)
    {
        foreach ((byte[] storeKey, byte[] value) in store.Scan(keys.ValuesOf(path), keys.Value(path.Prefix)))
        {
            Hash256 key = StateKeys.KeyOf(storeKey);
            if (!path.Holds(key))
            {
                yield break;
            }

            yield return new(key, value);
        }
    }

    private StateNode? Find(NodePath path)
    {
        SparseMerkleStaged[] pending = _pending;
        for (int index = pending.Length - 1; index >= 0; index--)
        {
            if (pending[index].Nodes.TryGetValue(path, out StateNode? node) && node is not null)
            {
                return node;
            }
        }

        return _cache.Find(path);
    }
}
