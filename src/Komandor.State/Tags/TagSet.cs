using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The spent tags: a set that only grows, with a root and proofs of presence and absence. docs/protocol/tags.md.</summary>
/// <remarks>Safe from many threads. Files are those of <see cref="IStateFiles"/>, named by a folder's word and a hyphen.</remarks>
public sealed partial class TagSet : IDisposable
{
    /// <summary>So many young tags become a run.</summary>
    public const int YoungLimit = 1 << 16;

    private readonly Lock _gate = new();
    private readonly IStateFiles _files;
    private readonly string _folder;
    private readonly int _youngLimit;
    private readonly List<TagLog> _logs = [];
    private readonly TagRuns _runs;
    private readonly TagYoung _young = new();
    private readonly TagTree _tree = new();
    private readonly TagHistory _history = new();
    private readonly TagContent _content;
    private readonly TagStager _stager;

    /// <summary>Opens the set, or makes it.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The beginning of the files' names.</param>
    /// <param name="version">The version to open at, after which whatever there is is cut off; null opens the newest that is whole.</param>
    /// <param name="isLessEnough">Whether an older version will do when the logs do not reach that one.</param>
    /// <exception cref="InvalidDataException">The version is not there, or a file is damaged: the message names it and the bytes.</exception>
    public TagSet(IStateFiles files, string folder, ulong? version = null, bool isLessEnough = false)
        : this(files, folder, version, YoungLimit, isLessEnough)
    {
    }

    /// <summary>For tests, with another limit of young tags.</summary>
    internal TagSet(IStateFiles files, string folder, ulong? version, int youngLimit, bool isLessEnough = false)
    {
        (_files, _folder, _youngLimit) = (files, folder, youngLimit);
        _runs = new TagRuns(files, folder, youngLimit);
        _content = new TagContent(_runs, _young);
        _stager = new TagStager(_tree, _content);
        Open(version, isLessEnough);
    }

    /// <summary>The number of batches.</summary>
    public ulong Version { get; private set; }

    /// <summary>The number of tags.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them are young: in memory and the log alone.</summary>
    public int YoungCount => _young.Count;

    /// <summary>Why opening took no later batch: names the file and the byte where the logs could not be read any more.</summary>
    public string EndOfReading { get; private set; } = "it is not there";

    /// <summary>Authenticates the set (rule TG3).</summary>
    public Hash256 Root => _tree.Root;

    /// <summary>The memory that tree, marks, merges under way and young tags take.</summary>
    public long MemorySizeBytes => _tree.MemorySizeBytes + _young.MemorySizeBytes + _runs.MemorySizeBytes;

    /// <summary>The memory that the older versions take.</summary>
    public long HistorySizeBytes => _history.SizeBytes;

    /// <summary>Whether the set has a tag.</summary>
    /// <exception cref="InvalidDataException">A file is damaged: the message names it.</exception>
    public bool Contains(Hash256 tag)
    {
        lock (_gate)
        {
            return _stager.TryStage([tag]) is null;
        }
    }

    /// <summary>Whether a version has a tag.</summary>
    /// <returns>Null when that version is not kept.</returns>
    /// <exception cref="InvalidDataException">A file is damaged: the message names it.</exception>
    public bool? Contains(Hash256 tag, ulong version)
    {
        lock (_gate)
        {
            return _history.After(version, Version) is not TagUndo[] later ? null
                : !Array.Exists(later, undo => undo.Batch.AsSpan().BinarySearch(tag) >= 0) && _stager.TryStage([tag]) is null;
        }
    }

    /// <summary>Checks a batch and computes its root; nothing changes yet.</summary>
    /// <param name="tags">The new tags, in any order.</param>
    /// <param name="staged">For <see cref="Commit"/>; null when it is refused.</param>
    /// <exception cref="InvalidDataException">A file is damaged: the message names it.</exception>
    public TagFault TryStage(ReadOnlySpan<Hash256> tags, out TagStaged? staged)
    {
        staged = null;
        Hash256[] batch = tags.ToArray();
        Array.Sort(batch);
        for (int index = 1; index < batch.Length; index++)
        {
            if (batch[index] == batch[index - 1])
            {
                return TagFault.Repeated;
            }
        }

        lock (_gate)
        {
            if (_stager.TryStage(batch) is not TagChanges changes)
            {
                return TagFault.Present;
            }

            staged = new TagStaged(checked(Version + 1), changes.At(1) ?? Root, batch, changes);
            return TagFault.None;
        }
    }

    /// <summary>Adds a staged batch. It is durable after <see cref="Flush"/>.</summary>
    public void Commit(TagStaged staged)
    {
        lock (_gate)
        {
            Invariant.Require(staged.Version == Version + 1);
            _logs[^1].Append(staged.Version, staged.Batch);
            if (Apply(staged))
            {
                _logs.Add(TagLog.Begin(_files, _folder, Head));
            }
        }
    }

    /// <summary>Makes all that was committed before this call durable. One at a time; others go on meanwhile.</summary>
    public void Flush()
    {
        TagRun[] runs;
        TagLog[] logs;
        lock (_gate)
        {
            runs = _runs.TakeUnsynced();
            logs = [.. _logs];
        }

        // A log that was given up meanwhile needs no sync, and syncing it does nothing.
        Array.ForEach(runs, run => run.Sync());
        Array.ForEach(logs, log => log.Sync());
        _files.SyncNames();
        lock (_gate)
        {
            _runs.EndSync();
            logs[^1].IsDurable = true;
        }
    }

    /// <summary>Gives up the versions before <paramref name="oldest"/>, and the files that these alone need.</summary>
    public void Prune(ulong oldest)
    {
        lock (_gate)
        {
            _history.Forget(oldest);
            int floor = _logs.FindLastIndex(log => log.Head.Version <= oldest && log.IsDurable);
            if (floor <= 0)
            {
                return;
            }

            foreach (TagLog log in _logs[..floor])
            {
                log.Close();
                _files.Delete(log.Name);
            }

            // A log that came back after a power loss would want its runs.
            _logs.RemoveRange(0, floor);
            _files.SyncNames();
            _runs.DeleteBut(ScheduleOf(_logs[0].Head));
        }
    }

    /// <summary>Proves that a tag is in the newest version, or that it is not; <see cref="TagProofVerifier"/> checks it.</summary>
    /// <exception cref="InvalidDataException">A file is damaged: the message names it.</exception>
    public byte[] Prove(Hash256 tag) => Prove(tag, Version)!;

    /// <summary>Proves that a tag is in a version, or that it is not.</summary>
    /// <returns>Null when that version is not kept.</returns>
    /// <exception cref="InvalidDataException">A file is damaged: the message names it.</exception>
    public byte[]? Prove(Hash256 tag, ulong version)
    {
        lock (_gate)
        {
            return View(version)?.Prove(tag);
        }
    }

    /// <summary>The chunk of the largest subtree of a version that holds <paramref name="start"/> and fits; <see cref="TagImporter"/> takes it.</summary>
    /// <param name="start">Any tag, such as one of <see cref="TagImporter.Missing"/>.</param>
    /// <param name="version">The version.</param>
    /// <returns>At most <see cref="TagChunks.MaximumSizeBytes"/>, the same bytes from every member; null when that version is not kept.</returns>
    /// <exception cref="InvalidDataException">A file is damaged: the message names it.</exception>
    public byte[]? Export(Hash256 start, ulong version) => Export(start, version, TagChunks.MaximumTags);

    /// <summary>Deletes a set, or an import, that nobody has open.</summary>
    public static void Delete(IStateFiles files, string folder)
    {
        // Without its logs a set is none, so they go first.
        foreach (string kind in new[] { $"{folder}-log-", $"{folder}-run-", TagPart.PrefixOf(folder) })
        {
            foreach (string name in files.Names().Where(name => name.StartsWith(kind, StringComparison.Ordinal)).ToArray())
            {
                files.Delete(name);
            }

            files.SyncNames();
        }
    }

    /// <summary>For tests, with another limit.</summary>
    internal byte[]? Export(Hash256 start, ulong version, int most)
    {
        lock (_gate)
        {
            return View(version) is TagView view ? TagChunks.Build(view, start, most).Encode() : null;
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _runs.Close();
        _logs.ForEach(log => log.Close());
    }

    private TagLogHead Head => new(_runs.Schedule.Flushes, Version, _logs.Count == 0 ? 0 : _logs[0].Head.Origin, Root);

    private static TagSchedule ScheduleOf(TagLogHead head) => TagSchedule.After(head.Origin, head.Flushes);

    private TagView? View(ulong version) => _history.After(version, Version) is TagUndo[] later ? new TagView(_tree, _content, later) : null;

    // Returns whether the young tags became a run.
    private bool Apply(TagStaged staged)
    {
        _history.Append(new TagUndo(staged.Version, staged.Batch, staged.Changes.Apply(_tree)));
        Version = staged.Version;
        Count += staged.Batch.Length;
        _young.Add(staged.Batch);
        _tree.Grow(Count);
        bool isFull = _young.Count >= _youngLimit;
        if (isFull)
        {
            _runs.Flush(_young.Tags);
            _young.Clear();
        }

        _runs.AdvanceMerges(_young.Count);
        return isFull;
    }
}
