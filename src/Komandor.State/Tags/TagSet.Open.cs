using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <content>Opening: docs/protocol/tags.md §5.</content>
public sealed partial class TagSet
{
    private void Open(ulong? version, bool isLessEnough)
    {
        string prefix = $"{_folder}-log-";
        Queue<TagLog> logs = new(_files.Names().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => TagLog.TryOpen(_files, name)).OfType<TagLog>());
        if (logs.Count == 0)
        {
            Begin(isLessEnough ? null : version);
            return;
        }

        OpenOldest(version, logs);
        Replay(version, logs);
        EndOfReading = _logs[^1].Damage(Version + 1).Message;
        CutOff(isLessEnough ? null : version);
    }

    // The oldest log's runs are durable. A log before it whose deletion a power loss interrupted has lost its runs, and none is taken whose runs do not have the root that it names.
    private void OpenOldest(ulong? version, Queue<TagLog> logs)
    {
        InvalidDataException? damage = null;
        while (logs.TryDequeue(out TagLog? log))
        {
            if (version < log.Head.Version)
            {
                throw damage ?? new InvalidDataException($"Version {version} of the tag set was given up: the oldest is {log.Head.Version}.");
            }

            try
            {
                OpenRuns(log);
                _runs.BeginMerges();
                log.IsDurable = true;
                _logs.Add(log);
                return;
            }
            catch (InvalidDataException exception)
            {
                damage ??= exception;
                log.Close();
                _runs.Clear();
                _tree.Clear();
            }
        }

        throw damage!;
    }

    private void Begin(ulong? version)
    {
        string? run = _files.Names().FirstOrDefault(name => name.StartsWith($"{_folder}-run-", StringComparison.Ordinal));
        if (version > 0 || run is not null)
        {
            throw new InvalidDataException($"The tag set has no log of version {version}: the file {TagLog.NameOf(_folder, 0)} is not there or damaged from byte 0 on.");
        }

        // The oldest log is durable from the start, so that no later one is ever taken for it.
        _logs.Add(TagLog.Begin(_files, _folder, Head));
        _logs[0].Sync();
        _files.SyncNames();
        _logs[0].IsDurable = true;
    }

    private void OpenRuns(TagLog log)
    {
        _runs.Open(ScheduleOf(log.Head));
        Version = log.Head.Version;
        Count = _runs.Current.Sum(run => run.Count);
        _tree.Grow(Count);
        if (Count > 0)
        {
            _stager.Rebuild().Apply(_tree);
        }

        if (Root != log.Head.Root)
        {
            throw new InvalidDataException(
                $"The runs of the tag set are not those of its log {log.Name}: {string.Join(", ", _runs.Current.Select(run => run.Name))}.");
        }
    }

    private void Replay(ulong? version, Queue<TagLog> following)
    {
        while (Version != version && _logs[^1].TryRead(Version + 1) is Hash256[] batch)
        {
            if (TryStage(batch, out TagStaged? staged) != TagFault.None)
            {
                throw _logs[^1].Damage(Version + 1);
            }

            if (Apply(staged!))
            {
                // The cut is at the end of this log: what may follow there is of no batch.
                _logs[^1].Cut();
                _logs.Add(following.TryPeek(out TagLog? next) && next.Head == Head ? following.Dequeue() : TagLog.Begin(_files, _folder, Head));
            }
        }

        while (following.TryDequeue(out TagLog? stale))
        {
            stale.Close();
        }
    }

    private void CutOff(ulong? version)
    {
        if (version is ulong wanted && Version != wanted)
        {
            throw _logs[^1].Damage(Version + 1);
        }

        _logs[^1].Cut();
        HashSet<string> kept = [.. _logs.Select(log => log.Name)];
        foreach (string name in _files.Names().Where(name => name.StartsWith($"{_folder}-log-", StringComparison.Ordinal) && !kept.Contains(name)).ToArray())
        {
            _files.Delete(name);
        }

        // An import ends with its log: what is left of its parts then is of no use.
        foreach (string name in _files.Names().Where(name => name.StartsWith(TagPart.PrefixOf(_folder), StringComparison.Ordinal)).ToArray())
        {
            _files.Delete(name);
        }

        _files.SyncNames();
        _runs.DeleteBut(ScheduleOf(_logs[0].Head));
    }
}
