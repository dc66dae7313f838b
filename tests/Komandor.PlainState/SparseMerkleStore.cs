using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>The plain authenticated store: a sparse Merkle tree in pages over a table of values.</summary>
/// <remarks>docs/protocol/state.md. The batch of a commit must be written before <see cref="Commit"/> is called with another batch. Values
/// that come in or go out are shared: nobody may change their bytes.</remarks>
public sealed class SparseMerkleStore : IStateReader, IStateView
{
    // How many versions one call of Prune forgets at most.
    private const ulong PruneVersions = 64;

    private readonly StateKeys _keys;
    private readonly StateTree _tree;
    private readonly UndoLog _undos;
    private readonly CanonicalWriter _writer = new(1 << 10);
    private readonly UndoBuilder _undo = new();
    private volatile StateMeta _meta;
    private KeyValueBatch? _batch;
    private ulong _pinned;

    /// <summary>Opens the store at the version of the last batch that was written.</summary>
    /// <param name="store">The engine, which others may share.</param>
    /// <param name="prefix">The first byte of every key of this store; nobody else's.</param>
    /// <param name="settings">How much memory it may take.</param>
    /// <exception cref="InvalidDataException">The store is damaged.</exception>
    public SparseMerkleStore(IKeyValueStore store, byte prefix, StateSettings? settings = null)
    {
        settings ??= new StateSettings();
        _keys = new StateKeys(prefix);
        _meta = StateMeta.Load(store, _keys);
        _tree = new StateTree(store, _keys, settings.CacheSizeBytes);
        _undos = new UndoLog(store, _keys, settings.UndoCacheSizeBytes, _meta.Oldest, _meta.Version);
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

    /// <inheritdoc/>
    public byte[]? Get(Hash256 key) => _tree.Get(_meta.Top, key);

    /// <inheritdoc/>
    public StateProof Prove(Hash256 key) => PlainProof.Prove(this, key);

    /// <summary>Computes the root that <paramref name="changes"/> lead to, and changes nothing that a reader sees.</summary>
    public StagedCommit Stage(IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes)
    {
        KeyValuePair<Hash256, byte[]?>[] sorted = [.. changes];
        Array.Sort(sorted, static (left, right) => left.Key.CompareTo(right.Key));
        for (int index = 0; index < sorted.Length; index++)
        {
            Invariant.Require(index == 0 || sorted[index].Key != sorted[index - 1].Key);
            Invariant.Require((sorted[index].Value?.Length ?? 0) <= StateSettings.MaximumValueSizeBytes);
        }

        _undo.Clear();
        TreeUpdate update = new(_tree, _meta.Top, sorted, _undo);
        Slot top = update.Run();
        SparseMerkleStaged staged = new(this, Version + 1, top, sorted, update.Nodes, update.RemovedPages, _undo.Build(_meta.Top, sorted));
        _tree.Shrink();
        return staged;
    }

    /// <summary>Makes <paramref name="staged"/> the current version and adds its writes to <paramref name="batch"/>.</summary>
    public void Commit(StagedCommit staged, KeyValueBatch batch)
    {
        SparseMerkleStaged commit = (SparseMerkleStaged)staged;
        Invariant.Require(commit.Owner == this && commit.Version == Version + 1);
        bool isSameBatch = ReferenceEquals(batch, _batch);
        _pinned = isSameBatch ? _pinned : commit.Version;
        _batch = batch;
        commit.Write(_keys, _writer, batch);

        // Readers of older versions look at the tree first and at the undo records then, so these must be there before the tree changes.
        _undos.Append(commit.Version, commit.Undo, _pinned);
        _tree.Add(commit, isSameBatch);
        _meta = new StateMeta(commit.Version, _meta.Oldest, commit.Top);
        batch.Put(_keys.Meta, _meta.ToArray());
    }

    /// <summary>A reader of <paramref name="version"/> that later commits do not change, or null.</summary>
    public IStateReader? Snapshot(ulong version)
    {
        StateMeta meta = _meta;
        if (version < meta.Oldest || version > meta.Version)
        {
            return null;
        }

        // The record is gone when the version is pruned meanwhile.
        Slot? top = version == meta.Version ? meta.Top : _undos.Find(version + 1)?.PreviousTop;
        return top is null ? null : new SparseMerkleSnapshot(this, _tree, _undos, version, top.Value);
    }

    /// <summary>Forgets the versions before <paramref name="oldestVersion"/>, adding the deletions to <paramref name="batch"/>.</summary>
    public void Prune(ulong oldestVersion, KeyValueBatch batch)
    {
        StateMeta meta = _meta;
        ulong target = Math.Min(Math.Min(oldestVersion, meta.Version), meta.Oldest + PruneVersions);
        if (target <= meta.Oldest)
        {
            return;
        }

        _meta = meta with { Oldest = target };
        _undos.Forget(target);
        for (ulong version = meta.Oldest + 1; version <= target; version++)
        {
            batch.Delete(_keys.Undo(version));
        }

        batch.Put(_keys.Meta, _meta.ToArray());
    }

    Page IStateView.LoadPage(NodePath path) => _tree.FindPage(path) ?? throw StateTree.Damaged(path);

    Leaf[] IStateView.LoadLeaves(NodePath path) =>
        _tree.FindBucket(path) is { } bucket ? _tree.Leaves(bucket, []) : SparseMerkleSnapshot.ToLeaves(_tree.Entries(path));
}
