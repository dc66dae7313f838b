using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The spent tags: a set that only grows, with a root and proofs of presence and absence. docs/protocol/tags.md.</summary>
/// <remarks>One thread at a time. Files are those of <see cref="IStateFiles"/>, named by a folder's word and a hyphen.</remarks>
public sealed class TagSet : IDisposable
{
    /// <summary>So many young tags become a run (rule TG5).</summary>
    public const int YoungLimit = 1 << 16;

    private readonly IStateFiles _files;
    private readonly string _folder;
    private readonly int _youngLimit;
    private readonly TagHash _hash = new();
    private readonly Hash256[] _block = new Hash256[TagRunFormat.TagsPerBlock];
    private readonly List<TagLog> _logs = [];
    private TagRuns _runs;
    private Hash256[] _young = [];
    private long _durableFlushes;

    /// <summary>Opens the set, or makes it.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The beginning of the files' names.</param>
    /// <param name="version">The version to open at, after which whatever there is is cut off; null opens the newest that is whole.</param>
    /// <exception cref="InvalidDataException">The version is not there, or a file is damaged: the message names it and the bytes.</exception>
    public TagSet(IStateFiles files, string folder, ulong? version = null)
        : this(files, folder, version, YoungLimit)
    {
    }

    /// <summary>For tests and vectors, with another limit of young tags.</summary>
    internal TagSet(IStateFiles files, string folder, ulong? version, int youngLimit)
    {
        (_files, _folder, _youngLimit) = (files, folder, youngLimit);
        _runs = new TagRuns(files, folder, _hash, youngLimit);
        Open(version);
    }

    /// <summary>The number of batches.</summary>
    public ulong Version { get; private set; }

    /// <summary>The number of tags.</summary>
    public long Count => _young.Length + _runs.Current.Sum(run => run.Summary.Count);

    /// <summary>How many of them are young: in memory and the log alone.</summary>
    public int YoungCount => _young.Length;

    /// <summary>Authenticates the set (rule TG4).</summary>
    public Hash256 Root { get; private set; }

    /// <summary>The memory that filters, indexes, merges under way and young tags take.</summary>
    public long MemorySizeBytes => (_young.Length * (long)Hash256.SizeBytes) + _runs.MemorySizeBytes;

    /// <summary>Whether the set has a tag.</summary>
    public bool Contains(Hash256 tag)
    {
        if (_young.AsSpan().BinarySearch(tag) >= 0)
        {
            return true;
        }

        foreach (TagRun run in _runs.Current)
        {
            if (run.Contains(tag, _block))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Checks a batch and computes its root; nothing changes yet.</summary>
    /// <param name="tags">The new tags, in any order.</param>
    /// <param name="staged">For <see cref="Commit"/>; null when it is refused.</param>
    public TagFault TryStage(ReadOnlySpan<Hash256> tags, out TagStaged? staged)
    {
        staged = null;
        Hash256[] batch = tags.ToArray();
        Array.Sort(batch);
        TagRun[] runs = [.. _runs.Current];
        for (int index = 0; index < batch.Length; index++)
        {
            if (index > 0 && batch[index] == batch[index - 1])
            {
                return TagFault.Repeated;
            }
        }

        foreach (ref readonly Hash256 tag in batch.AsSpan())
        {
            bool isPresent = _young.AsSpan().BinarySearch(tag) >= 0;
            for (int index = 0; index < runs.Length && !isPresent; index++)
            {
                isPresent = runs[index].Contains(tag, _block);
            }

            if (isPresent)
            {
                return TagFault.Present;
            }
        }

        Hash256[] young = MergeSorted(_young, batch);
        IEnumerable<TagRun> older = young.Length >= _youngLimit ? _runs.AfterFlush(_runs.Schedule.Next()) : runs;
        staged = new TagStaged(checked(Version + 1), RootOf(older, young), batch, young);
        return TagFault.None;
    }

    /// <summary>Adds a staged batch. It is durable after <see cref="Flush"/>.</summary>
    public void Commit(TagStaged staged)
    {
        Invariant.Require(staged.Version == Version + 1);
        _logs[^1].Append(staged.Version, staged.Batch);
        Apply(staged.Young);
        Root = staged.Root;
    }

    /// <summary>Makes all that was committed durable.</summary>
    public void Flush()
    {
        // A log may only say durably that tags became a run once the run can be made from durable files.
        _runs.Sync();
        _files.SyncNames();
        foreach (TagLog log in _logs.Where(log => log.Flushes >= _durableFlushes))
        {
            log.Sync();
        }

        _durableFlushes = _runs.Schedule.Flushes;
    }

    /// <summary>Gives up the versions before <paramref name="oldest"/>, and the files that these alone need.</summary>
    public void Prune(ulong oldest)
    {
        int floor = _logs.FindLastIndex(log => log.Start <= oldest && log.Flushes <= _durableFlushes);
        if (floor <= 0)
        {
            return;
        }

        _runs.DeleteBut(_logs[floor].Flushes, _runs.Schedule.Flushes);
        foreach (TagLog log in _logs[..floor])
        {
            log.Close();
            _files.Delete(log.Name);
        }

        _logs.RemoveRange(0, floor);
    }

    /// <summary>Proves that a tag is in the set, or that it is not; <see cref="TagProofVerifier"/> checks it.</summary>
    /// <exception cref="InvalidDataException">A file is damaged: the message names it.</exception>
    public byte[] Prove(Hash256 tag)
    {
        TagRun[] runs = [.. _runs.Current];
        bool isYoung = _young.AsSpan().BinarySearch(tag) >= 0;
        TagRun? holder = isYoung ? null : runs.FirstOrDefault(run => run.Contains(tag, _block));
        bool isPresent = isYoung || holder is not null;
        CanonicalWriter writer = new(8192);
        writer.VarUInt((ulong)(runs.Length + (_young.Length > 0 ? 1 : 0)));
        foreach (TagRun run in runs)
        {
            WriteRun(writer, run, tag, hasPage: !isPresent || run == holder);
        }

        if (_young.Length > 0)
        {
            WriteYoung(writer, tag, hasPage: !isPresent || isYoung);
        }

        if (TagProofVerifier.Verify(Root, tag, isPresent, writer.Written) != TagProofFault.None)
        {
            throw new InvalidDataException($"The tables of a file of the tag set are damaged: one of {string.Join(", ", runs.Select(run => run.Name))}.");
        }

        return writer.ToArray();
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _runs.Close();
        _logs.ForEach(log => log.Close());
    }

    private static Hash256[] MergeSorted(Hash256[] left, Hash256[] right)
    {
        Hash256[] merged = new Hash256[left.Length + right.Length];
        int leftIndex = 0;
        int rightIndex = 0;
        for (int index = 0; index < merged.Length; index++)
        {
            bool isLeft = rightIndex == right.Length || (leftIndex < left.Length && left[leftIndex].CompareTo(right[rightIndex]) < 0);
            merged[index] = isLeft ? left[leftIndex++] : right[rightIndex++];
        }

        return merged;
    }

    private Hash256 RootOf(IEnumerable<TagRun> runs, Hash256[] young)
    {
        List<TagRunSummary> summaries = [.. runs.Select(run => run.Summary)];
        if (young.Length > 0)
        {
            summaries.Add(new TagRunSummary(young.Length, _hash.Top(young, null, new Hash256[TagHash.PageCount(young.Length)])));
        }

        return TagHash.Root(summaries.ToArray());
    }

    private void Apply(Hash256[] young)
    {
        Version++;
        _young = young;
        if (young.Length >= _youngLimit)
        {
            _runs.Flush(young);
            _young = [];
            _logs.Add(TagLog.Begin(_files, _folder, _runs.Schedule.Flushes, Version));
        }

        _runs.AdvanceMerges(_young.Length);
    }

    private void WriteRun(CanonicalWriter writer, TagRun run, in Hash256 tag, bool hasPage)
    {
        writer.VarUInt((ulong)run.Summary.Count);
        writer.Boolean(hasPage);
        if (!hasPage)
        {
            writer.Hash(run.Summary.Top);
            return;
        }

        (long block, int count) = run.Find(tag, _block);
        Hash256[] tags = _block[..count];
        Hash256? next = null;
        if (block + 1 < TagRunFormat.BlockCount(run.Summary.Count))
        {
            run.ReadBlock(block + 1, _block);
            next = _block[0];
        }

        int page = TagPath.PageOf(tags, tag);
        writer.VarUInt((ulong)((block * TagRunFormat.PagesPerBlock) + page));
        TagPath.WritePage(writer, tags, next, page, _hash);
        TagPath.WriteUpper(writer, run, block);
    }

    private void WriteYoung(CanonicalWriter writer, in Hash256 tag, bool hasPage)
    {
        writer.VarUInt((ulong)_young.Length);
        writer.Boolean(hasPage);
        if (hasPage)
        {
            int page = TagPath.PageOf(_young, tag);
            writer.VarUInt((ulong)page);
            TagPath.WritePage(writer, _young, null, page, _hash);
        }
        else
        {
            writer.Hash(_hash.Top(_young, null, new Hash256[TagHash.PageCount(_young.Length)]));
        }
    }

    private void Open(ulong? version)
    {
        List<TagLog> logs = [];
        string prefix = $"{_folder}-log-";
        foreach (string name in _files.Names().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (TagLog.TryOpen(_files, name) is TagLog log)
            {
                logs.Add(log);
            }
        }

        if (logs.Count == 0)
        {
            Begin(version);
            return;
        }

        int chosen = logs.FindLastIndex(log => version is null || log.Start <= version);
        if (chosen < 0)
        {
            throw new InvalidDataException($"Version {version} of the tag set was given up: the oldest is {logs[0].Start}.");
        }

        while (!TryReplay(logs, chosen, version))
        {
            chosen--;
        }
    }

    private void Begin(ulong? version)
    {
        if (version > 0)
        {
            throw new InvalidDataException($"Version {version} of the tag set is missing: the file {TagLog.NameOf(_folder, 0)} is not there or damaged from byte 0 on.");
        }

        _runs.DeleteBut(0, 0);
        _logs.Add(TagLog.Begin(_files, _folder, 0, 0));
        Root = TagHash.Root([]);
    }

    // Where any version will do and the newest log's runs cannot be made again, since a power loss took what no flush had reached, the log before goes on.
    private bool TryReplay(List<TagLog> logs, int chosen, ulong? version)
    {
        try
        {
            _runs.Open(TagSchedule.After(logs[chosen].Flushes));
        }
        catch (InvalidDataException) when (version is null && chosen > 0)
        {
            _runs.Close();
            _runs = new TagRuns(_files, _folder, _hash, _youngLimit);
            return false;
        }

        foreach (TagLog log in logs[(chosen + 1)..])
        {
            log.Close();
            _files.Delete(log.Name);
        }

        _logs.AddRange(logs[..(chosen + 1)]);
        Version = logs[chosen].Start;
        while (Version != version && logs[chosen].TryRead(Version + 1) is Hash256[] batch)
        {
            Apply(MergeSorted(_young, batch));
        }

        if (version is ulong wanted && Version != wanted)
        {
            throw logs[chosen].Damage(Version + 1);
        }

        logs[chosen].Cut();
        _runs.DeleteBut(_logs[0].Flushes, _runs.Schedule.Flushes);
        _files.SyncNames();
        _durableFlushes = _logs[0].Flushes;
        Root = RootOf(_runs.Current, _young);
        return true;
    }
}
