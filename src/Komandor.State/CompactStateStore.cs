using System.Collections.Concurrent;
using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State;

/// <summary>The authenticated store as a log of entries with an index in memory: docs/protocol/state.md §7 and §8.</summary>
/// <remarks>One writer. Snapshots and <see cref="Flush"/> are for any thread, the other readers for the writer's. When a write fails this instance is
/// of no further use.</remarks>
public sealed class CompactStateStore : IStateStore, IStateRange
{
    private readonly CompactStateSettings _settings;
    private readonly Log _log;
    private readonly ShelfTable _table;
    private readonly UndoWindow _window;
    private readonly Coverage _coverage;
    private readonly Staging _staging;
    private readonly Stager _stager;
    private readonly ShelfImages _images;
    private readonly Mover _mover;
    private readonly EntryReader _reader;
    private readonly LogBuffer _records;
    private readonly CanonicalWriter _writer = new(1 << 8);
    private readonly Lock _gate = new();
    private readonly ConcurrentBag<EntryReader> _readers = [];
    private readonly Queue<(ulong Sequence, ulong Version)> _retired = [];

    // In which segment each version from the floor on ends.
    private readonly Queue<(ulong Version, ulong Sequence)> _ends = [];
    private volatile CommitState _state;
    private ulong _oldest;
    private ulong _stagings;
    private ulong _flushed;
    private ulong _flushedBefore;
    private ulong _floorEnd;

    /// <summary>Opens the store, or begins an empty one.</summary>
    /// <param name="files">The files, which other stores may share.</param>
    /// <param name="folder">How the names of this store's files begin; nobody else's.</param>
    /// <param name="version">The version to open at, when another store says which it needs; later commits are dropped. Null: the last whole commit.</param>
    /// <param name="settings">How the disk is used.</param>
    /// <param name="isLessEnough">Whether an older version will do when the log does not reach that one.</param>
    /// <param name="forkJoin">Opening's work in parallel; null for one thread.</param>
    /// <exception cref="InvalidDataException">The log is damaged, or does not reach the version; the message names the file.</exception>
    public CompactStateStore(
        IStateFiles files, string folder, ulong? version = null, CompactStateSettings? settings = null, bool isLessEnough = false, IForkJoin? forkJoin = null)
    {
        _settings = settings ?? new CompactStateSettings();
        OpenedLog opened = LogOpening.Open(files, folder, version, isLessEnough, forkJoin ?? SerialForkJoin.Instance);
        _log = opened.Log;
        _table = opened.Table;
        _window = opened.Window;
        _coverage = opened.Coverage;
        _state = opened.State;
        EndOfReading = opened.Problem;
        _oldest = Math.Max(opened.State.Oldest, opened.Known);
        _window.Forget(_oldest);
        _flushed = opened.Known;
        _flushedBefore = opened.Known;
        _staging = new Staging(_settings.SegmentSizeBytes);
        _records = new LogBuffer(_settings.SegmentSizeBytes);
        _reader = new EntryReader(_log);
        LookAhead lookAhead = new(_table, _log);
        _stager = new Stager(_table, _reader, lookAhead, _staging);
        _images = new ShelfImages(_table);
        _mover = new Mover(_table, _log, lookAhead, _settings);
        _ends.Enqueue((_state.Version, _log.End.Sequence));
        foreach (Segment segment in _log.Segments.Items)
        {
            if (segment.Sequence < _state.Victim.Sequence)
            {
                _retired.Enqueue((segment.Sequence, _state.Version));
            }
        }
    }

    /// <inheritdoc/>
    public ulong Version => _state.Version;

    /// <inheritdoc/>
    public Hash256 Root => _state.Root;

    /// <summary>The number of entries.</summary>
    public long Count => _state.Count;

    /// <summary>The oldest version that <see cref="Snapshot"/> gives.</summary>
    public ulong OldestVersion => Volatile.Read(ref _oldest);

    /// <summary>What the owner added to the newest commit.</summary>
    public ReadOnlyMemory<byte> Note => _state.Note;

    /// <summary>Why opening took no later commit: names the file and the byte where the log could not be read any more, when that was the reason.</summary>
    public string EndOfReading { get; }

    /// <summary>The tree of the current version.</summary>
    internal CompactView View => new(this, Version);

    /// <summary>The bytes of the log's files.</summary>
    public long DiskSizeBytes => _log.SizeBytes;

    /// <summary>All bytes that were written since the store was opened.</summary>
    public long WrittenBytes => _log.AppendedBytes;

    /// <summary>About how much memory the index takes. For the writer's thread; it looks at everything.</summary>
    public long IndexSizeBytes => _table.SizeBytes();

    /// <summary>About how much memory the kept versions take.</summary>
    public long UndoSizeBytes => _window.SizeBytes;

    /// <inheritdoc/>
    public byte[]? Get(Hash256 key)
    {
        ulong prefix = Shelf.PrefixOf(key);
        if (_table.Find(prefix) is not Shelf shelf)
        {
            return null;
        }

        ulong fragment = Shelf.Fragment(prefix, shelf.Depth);
        for (int index = shelf.FirstFrom(fragment); index < shelf.Count && Shelf.FragmentOf(shelf.Entries[index]) == fragment; index++)
        {
            EntryReader reader = RentReader();
            reader.Read(shelf.Entries[index] & Place.Mask);
            byte[]? value = reader.Key == key ? reader.Value.ToArray() : null;
            Return(reader);
            if (value is not null)
            {
                return value;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public StateProof Prove(Hash256 key) => CompactProof.Prove(View, key);

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<Hash256, byte[]>> Range(Hash256 first, Hash256? end) => View.Range(first, end);

    /// <inheritdoc/>
    public StagedCommit Stage(IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes)
    {
        KeyValuePair<Hash256, byte[]?>[] sorted = [.. changes];
        Array.Sort(sorted, static (left, right) => left.Key.CompareTo(right.Key));
        for (int index = 0; index < sorted.Length; index++)
        {
            Invariant.Require(index == 0 || sorted[index].Key != sorted[index - 1].Key);
            Invariant.Require((sorted[index].Value?.Length ?? 0) <= CompactStateSettings.MaximumValueSizeBytes);
        }

        _staging.Clear(_log.End);
        Hash256 root = _stager.Run(sorted, DepthLimit(Count + sorted.Length));
        return new CompactStaged(this, Version + 1, root, ++_stagings, sorted.Length);
    }

    /// <inheritdoc/>
    public void Commit(StagedCommit staged) => Commit(staged, default);

    /// <summary>Commits with a note.</summary>
    /// <param name="staged">What <see cref="Stage"/> gave last.</param>
    /// <param name="note">Kept with the version, as <see cref="Note"/>; at most 1 MiB.</param>
    public void Commit(StagedCommit staged, ReadOnlyMemory<byte> note)
    {
        CompactStaged commit = (CompactStaged)staged;
        Invariant.Require(commit.Owner == this && commit.Number == _stagings && commit.Version == Version + 1);
        Finish(commit.Version, commit.Root, commit.Changes, note);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        ulong version = Version;
        _log.Sync();
        lock (_gate)
        {
            _flushedBefore = _flushed;
            _flushed = version;
        }
    }

    /// <inheritdoc/>
    public IStateReader? Snapshot(ulong version)
    {
        CommitState state = _state;
        if (version < OldestVersion || version > state.Version)
        {
            return null;
        }

        Hash256? root = version == state.Version ? state.Root : _window.After(version) is [VersionUndo undo, ..] && undo.Version == version + 1 ? undo.PreviousRoot : null;
        return root is null ? null : new CompactSnapshot(new CompactView(this, version), version, root.Value);
    }

    /// <inheritdoc/>
    /// <remarks>The disk learns it with the next commit.</remarks>
    public void Prune(ulong oldestVersion)
    {
        ulong oldest = Math.Min(oldestVersion, Version);
        if (oldest > _oldest)
        {
            Volatile.Write(ref _oldest, oldest);
            _window.Forget(oldest);
        }
    }

    /// <summary>Deletes all files of a store that nobody has open.</summary>
    public static void Delete(IStateFiles files, string folder)
    {
        // From the newest on: what a crash leaves is an older state or import, and no damage.
        List<ulong> sequences = Log.Sequences(files, folder);
        for (int index = sequences.Count - 1; index >= 0; index--)
        {
            files.Delete(Log.NameOf(folder, sequences[index]));
        }
    }

    /// <summary>Closes the files; readers of snapshots find nothing any more.</summary>
    public void Close() => _log.Close();

    /// <summary>Makes the current entries version <paramref name="version"/>, the oldest that can be read, and durable: the end of an import.</summary>
    internal void Rebase(ulong version)
    {
        Invariant.Require(version >= Version);
        _staging.Clear(_log.End);
        _stagings++;
        _oldest = version;
        _window.Forget(ulong.MaxValue);
        Finish(version, Root, 0, default);
        Flush();
    }

    /// <summary>The places of the entries whose keys begin as <paramref name="prefix"/>.</summary>
    internal ulong[] PlacesOf(ulong prefix)
    {
        lock (_gate)
        {
            if (_table.Find(prefix) is not Shelf shelf)
            {
                return [];
            }

            ulong fragment = Shelf.Fragment(prefix, shelf.Depth);
            int first = shelf.FirstFrom(fragment);
            int end = first;
            while (end < shelf.Count && Shelf.FragmentOf(shelf.Entries[end]) == fragment)
            {
                end++;
            }

            return shelf.Entries.AsSpan(first, end - first).ToArray();
        }
    }

    /// <summary>The node at <paramref name="depth"/> bits, or a copy of the shelf inside of which it lies.</summary>
    internal (TreeNode Node, ShelfCopy? Shelf) NodeOrShelf(ulong prefix, int depth)
    {
        lock (_gate)
        {
            Shelf? shelf = _table.Find(prefix);
            return depth <= (shelf?.Depth ?? Shelf.MinimumDepth) ? (_table.NodeAt(Shelf.NodeOf(prefix, depth)), null)
                : shelf is null ? (default, null)
                : (default, new ShelfCopy(shelf));
        }
    }

    /// <summary>A copy of the shelf of the keys that begin as <paramref name="prefix"/>; null when it has no entries.</summary>
    internal ShelfCopy? ShelfAt(ulong prefix)
    {
        lock (_gate)
        {
            return _table.Find(prefix) is Shelf shelf ? new ShelfCopy(shelf) : null;
        }
    }

    /// <summary>What the versions after <paramref name="version"/> changed, ascending.</summary>
    internal VersionUndo[] UndosAfter(ulong version) => _window.Newest <= version ? [] : _window.After(version);

    /// <summary>A reader of entries for this thread.</summary>
    internal EntryReader RentReader() => _readers.TryTake(out EntryReader? reader) ? reader : new EntryReader(_log);

    /// <summary>Gives a reader back.</summary>
    internal void Return(EntryReader reader) => _readers.Add(reader);

    // A directory four times as long as even keys would need is as long as crowded keys can make it.
    private static int DepthLimit(long count) =>
        Math.Clamp(66 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(count / (Shelf.MaximumEntries / 2))), Shelf.MinimumDepth, Shelf.MaximumDepth);

    private void Finish(ulong version, Hash256 root, int changes, ReadOnlyMemory<byte> note)
    {
        CommitState before = _state;
        long appended = _log.AppendedBytes;
        _coverage.Mark(before.Version, before.Covered, _log.Segments.Items.Length == 0 ? LogPosition.First : _log.End);
        ReplayStart replay = _coverage.ReplayFor(Floor());
        _log.Append(_staging.Records, replay);
        if (version == before.Version + 1)
        {
            _window.Append(new VersionUndo(
                version, before.Root, before.Count, [.. _staging.Keys], VersionUndo.NodesBefore(_table, _staging.Nodes)));
        }

        Apply();
        _records.Begin(_log.End);
        foreach (StagedShelf shelf in _staging.Shelves)
        {
            foreach (Shelf replacement in shelf.Replacements ?? [])
            {
                _images.Write(replacement, _records);
            }
        }

        long liveBytes = before.LiveBytes + _staging.LiveBytesGrowth;
        LogPosition victim = _mover.Plan(before.Victim, liveBytes, _log.AppendedBytes - appended, _records);
        _log.Append(_records, replay);
        Move();
        ulong covered = _images.Write(before.Covered, (long)changes * _settings.ImagedPerChange, _records);
        CommitState state = new(
            version, root, before.Count + _staging.Growth, liveBytes + _mover.LiveBytesGrowth, _oldest, covered, victim, note);
        _writer.Clear();
        state.Write(_writer);
        _records.Add(RecordKind.Commit, _writer.Written);
        _log.Append(_records, replay);
        _state = state;
        _ends.Enqueue((version, _log.End.Sequence));
        Drop(before.Victim);
    }

    private void Apply()
    {
        Span<ShelfChange> changes = _staging.Changes;
        Span<StagedHash> hashes = _staging.Hashes;
        foreach (StagedShelf staged in _staging.Shelves)
        {
            lock (_gate)
            {
                if (staged.Replacements is not null)
                {
                    foreach (Shelf replacement in staged.Replacements)
                    {
                        _table.Set(replacement);
                    }

                    continue;
                }

                staged.Shelf.Apply(changes[staged.FirstChange..staged.EndChange]);
                foreach (StagedHash hash in hashes[staged.FirstHash..staged.EndHash])
                {
                    staged.Shelf.Hashes[hash.Position] = hash.Hash;
                }

                if (_table.Find(staged.Shelf.Prefix) is null)
                {
                    _table.Set(staged.Shelf);
                }
            }
        }

        lock (_gate)
        {
            foreach (TreeNode node in _staging.Nodes)
            {
                _table.Set(node);
            }
        }
    }

    private void Move()
    {
        lock (_gate)
        {
            foreach ((Shelf shelf, int index, ulong entry) in _mover.Moved)
            {
                shelf.Move(index, entry);
            }
        }
    }

    /// <summary>Deletes the segments that neither a kept version nor opening needs.</summary>
    private void Drop(LogPosition victimBefore)
    {
        CommitState state = _state;
        for (ulong sequence = victimBefore.Sequence; sequence < state.Victim.Sequence; sequence++)
        {
            _retired.Enqueue((sequence, state.Version));
        }

        ulong floor = Floor();
        ulong replay = ReplayFrom(floor);
        ulong first = 0;
        while (_retired.TryPeek(out (ulong Sequence, ulong Version) segment) && segment.Version <= floor && segment.Sequence < replay)
        {
            first = _retired.Dequeue().Sequence + 1;
        }

        if (first > 0)
        {
            _log.DropBefore(first);
        }
    }

    /// <summary>The segment where opening at <paramref name="floor"/> begins to read, when all later versions were dropped before.</summary>
    /// <remarks>Not what the newest segment says: opening may cut that one off, and then the one in which the floor ends is the newest.</remarks>
    private ulong ReplayFrom(ulong floor)
    {
        while (_ends.TryPeek(out (ulong Version, ulong Sequence) end) && end.Version <= floor)
        {
            _floorEnd = _ends.Dequeue().Sequence;
        }

        return _log.Segments.Find(_floorEnd)?.Replay.Position.Sequence ?? 0;
    }

    /// <summary>The version from which on the log must be able to open: what is kept, and what the owner may fall back to.</summary>
    /// <remarks>The owner syncs its own store after each <see cref="Flush"/>, so the one before the last is what it certainly has.</remarks>
    private ulong Floor()
    {
        lock (_gate)
        {
            return Math.Min(_oldest, _flushedBefore);
        }
    }
}
