using Komandor.Primitives;

namespace Komandor.State;

/// <summary>The plain authenticated store: a sparse Merkle tree in pages over a table of values.</summary>
/// <remarks>docs/protocol/state.md. The batch of a commit must be written before <see cref="Commit"/> is called with another batch. Values
/// that come in or go out are shared: nobody may change their bytes.</remarks>
public sealed class SparseMerkleStore : IStateStore, IStateView
{
    // How many versions one call of Prune forgets at most.
    private const ulong PruneVersions = 64;

    private readonly IKeyValueStore _store;
    private readonly StateKeys _keys;
    private readonly NodeCache _cache;
    private readonly UndoLog _undos;
    private volatile StateMeta _meta;

    // What the batch that is perhaps not written yet changes: newest last.
    private volatile SparseMerkleStaged[] _pending = [];
    private KeyValueBatch? _batch;
    private ulong _pinned;

    /// <summary>Opens the store at the version of the last batch that was written.</summary>
    /// <param name="store">The engine, which others may share.</param>
    /// <param name="prefix">The first byte of every key of this store; nobody else's.</param>
    /// <param name="settings">How much memory it may take.</param>
    /// <exception cref="InvalidDataException">The store is damaged.</exception>
    /// <exception cref="InvalidOperationException">An import into it has not ended.</exception>
    public SparseMerkleStore(IKeyValueStore store, byte prefix, StateSettings? settings = null)
    {
        settings ??= new StateSettings();
        _store = store;
        _keys = new StateKeys(prefix);
        if (store.Get(_keys.Import) is not null)
        {
            throw new InvalidOperationException("An import into the state store has not ended: resume or discard it.");
        }

        _meta = StateMeta.Load(store, _keys);
        if (store.Get(_keys.Meta) is null && !StatePlace.IsEmpty(store, prefix))
        {
            throw new InvalidOperationException("The place of the state store is neither a state nor empty: clear it first.");
        }

        _cache = new NodeCache(settings.CacheSizeBytes);
        _undos = new UndoLog(store, _keys, settings.UndoCacheSizeBytes);
    }

    /// <inheritdoc/>
    public ulong Version => _meta.Version;

    /// <inheritdoc/>
    public Hash256 Root => _meta.Top.Hash;

    /// <summary>The number of entries.</summary>
    public long Count => _meta.Top.Count;

    /// <summary>The oldest version that <see cref="Snapshot"/> still gives.</summary>
    public ulong OldestVersion => _meta.Oldest;

    Slot IStateView.Top => _meta.Top;

    internal Slot Top => _meta.Top;

    /// <inheritdoc/>
    public byte[]? Get(Hash256 key)
    {
        Slot slot = _meta.Top;
        NodePath path = NodePath.Root;
        while (slot.Count > Bucket.MaximumLeaves && Find(path) is Page page)
        {
            int nibble = NodePath.Nibble(key, path.Depth);
            slot = page[nibble];
            path = path.Child(nibble);
        }

        return slot.Count == 0 ? null : Find(path) is Bucket bucket ? bucket.Get(key) : _store.Get(_keys.Value(key));
    }

    /// <inheritdoc/>
    public StateProof Prove(Hash256 key) => ProofBuilder.Prove(this, key);

    /// <inheritdoc/>
    public StagedCommit Stage(IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes)
    {
        KeyValuePair<Hash256, byte[]?>[] sorted = [.. changes];
        Array.Sort(sorted, static (left, right) => left.Key.CompareTo(right.Key));
        for (int index = 0; index < sorted.Length; index++)
        {
            Invariant.Require(index == 0 || sorted[index].Key != sorted[index - 1].Key);
            Invariant.Require((sorted[index].Value?.Length ?? 0) <= StateSettings.MaximumValueSizeBytes);
        }

        TreeUpdate update = new(this, sorted);
        Slot top = update.Run();
        SparseMerkleStaged staged = new(this, Version + 1, top, sorted, update.Nodes, update.Undo());
        _cache.Shrink();
        return staged;
    }

    /// <inheritdoc/>
    public void Commit(StagedCommit staged, KeyValueBatch batch)
    {
        SparseMerkleStaged commit = (SparseMerkleStaged)staged;
        Invariant.Require(commit.Owner == this && commit.Version == Version + 1);
        bool same = ReferenceEquals(batch, _batch);
        _pinned = same ? _pinned : commit.Version;
        _batch = batch;
        Write(commit, batch);

        // Readers of older versions look at the base first and at the undo records then, so these must be there before the base changes.
        _undos.Add(commit.Version, commit.Undo, _pinned);
        _pending = same ? [.. _pending, commit] : [commit];
        foreach ((NodePath path, StateNode? node) in commit.Nodes)
        {
            _cache.Set(path, node);
        }

        _meta = new StateMeta(commit.Version, _meta.Oldest, commit.Top);
        batch.Put(_keys.Meta, _meta.ToArray());
        _cache.Shrink();
    }

    /// <inheritdoc/>
    public IStateReader? Snapshot(ulong version)
    {
        StateMeta meta = _meta;
        if (version < meta.Oldest || version > meta.Version)
        {
            return null;
        }

        Slot top = version == meta.Version ? meta.Top : _undos.Find(version + 1)?.PreviousTop ?? default;
        return new SparseMerkleSnapshot(this, version, top);
    }

    /// <inheritdoc/>
    public void Prune(ulong oldestVersion, KeyValueBatch batch)
    {
        StateMeta meta = _meta;
        ulong target = Math.Min(Math.Min(oldestVersion, meta.Version), meta.Oldest + PruneVersions);
        if (target <= meta.Oldest)
        {
            return;
        }

        _meta = meta with { Oldest = target };
        for (ulong version = meta.Oldest + 1; version <= target; version++)
        {
            _undos.Forget(version);
            batch.Delete(_keys.Undo(version));
        }

        batch.Put(_keys.Meta, _meta.ToArray());
    }

    Page IStateView.LoadPage(NodePath path) => FindPage(path) ?? throw Damaged(path);

    Leaf[] IStateView.LoadLeaves(NodePath path) =>
        Find(path) is Bucket bucket ? bucket.Leaves.ToArray() : SparseMerkleSnapshot.ToLeaves(Entries(path, Version));

    /// <summary>The page at <paramref name="path"/> for an update; it stays in memory.</summary>
    internal Page LoadPage(NodePath path, Slot slot)
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
    internal Bucket LoadBucket(NodePath path, Slot slot)
    {
        if (slot.Count == 0)
        {
            return new Bucket([]);
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

        Bucket bucket = new([.. leaves]);
        if (bucket.ToSlot(path.Depth) != slot)
        {
            throw Damaged(path);
        }

        _cache.Set(path, bucket);
        return bucket;
    }

    /// <summary>The page at <paramref name="path"/> in the newest version that has one there, or null.</summary>
    internal Page? FindPage(NodePath path)
    {
        StateNode? node = Find(path);
        if (node is not null)
        {
            return node as Page;
        }

        byte[]? bytes = _store.Get(_keys.Page(path));
        if (bytes is null)
        {
            return null;
        }

        CanonicalReader reader = new(bytes);
        Page page = Page.Read(ref reader);
        return reader.TryFinish(out _) ? page : throw Damaged(path);
    }

    /// <summary>The value of <paramref name="key"/> at <paramref name="version"/>.</summary>
    internal byte[]? Get(Hash256 key, ulong version)
    {
        byte[]? value = Get(key);
        ulong current = _meta.Version;
        for (ulong later = version + 1; later <= current; later++)
        {
            if (Undo(later).TryValue(key, out byte[]? old))
            {
                return old;
            }
        }

        return value;
    }

    /// <summary>The entries under <paramref name="path"/> at <paramref name="version"/>.</summary>
    internal SortedDictionary<Hash256, byte[]> Entries(NodePath path, ulong version)
    {
        SortedDictionary<Hash256, byte[]> entries = [];
        foreach ((Hash256 key, byte[] value) in Scan(path))
        {
            entries.Add(key, value);
        }

        foreach (SparseMerkleStaged staged in _pending)
        {
            staged.Apply(path, entries);
        }

        for (ulong later = Version; later > version; later--)
        {
            Undo(later).Apply(path, entries);
        }

        return entries;
    }

    /// <summary>What the commit of <paramref name="version"/> overwrote.</summary>
    /// <exception cref="InvalidOperationException">The version is pruned.</exception>
    internal UndoRecord Undo(ulong version) =>
        _undos.Find(version) ?? throw new InvalidOperationException($"State version {version - 1} has been pruned.");

    private void Write(SparseMerkleStaged commit, KeyValueBatch batch)
    {
        foreach ((Hash256 key, byte[]? value) in commit.Changes)
        {
            Put(batch, _keys.Value(key), value);
        }

        CanonicalWriter writer = new(1024);
        foreach ((NodePath path, StateNode? node) in commit.Nodes)
        {
            writer.Clear();
            (node as Page)?.Write(writer);
            if (node is Page)
            {
                batch.Put(_keys.Page(path), writer.ToArray());
            }
            else if (commit.Undo.TryPage(path, out Page? old) && old is not null)
            {
                batch.Delete(_keys.Page(path));
            }
        }

        batch.Put(_keys.Undo(commit.Version), commit.Undo.ToArray());
    }

    private static void Put(KeyValueBatch batch, byte[] key, byte[]? value)
    {
        if (value is null)
        {
            batch.Delete(key);
        }
        else
        {
            batch.Put(key, value);
        }
    }

    private IEnumerable<KeyValuePair<Hash256, byte[]>> Scan(NodePath path)
    {
        foreach ((byte[] storeKey, byte[] value) in _store.Scan(_keys.ValuesOf(path), _keys.Value(path.Prefix)))
        {
            Hash256 key = StateKeys.KeyOf(storeKey);
            if (!path.Holds(key))
            {
                yield break;
            }

            yield return new(key, value);
        }
    }

    private static InvalidDataException Damaged(NodePath path) =>
        new($"The state store is damaged: the subtree at nibble {path.Depth} of {path.Prefix} does not match its hash.");

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
