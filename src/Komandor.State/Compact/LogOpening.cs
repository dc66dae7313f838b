using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Opens a log: finds its segments, reads the newest part of it, and cuts off what no commit ended.</summary>
internal static class LogOpening
{
    /// <summary>Opens the log of <paramref name="folder"/>.</summary>
    /// <param name="files">The files.</param>
    /// <param name="folder">The first part of the files' names.</param>
    /// <param name="version">The version to open at; later commits are dropped. Null: the last whole commit.</param>
    /// <param name="isLessEnough">Whether an older one will do.</param>
    /// <param name="forkJoin">Reads segments and makes shelves side by side.</param>
    /// <exception cref="InvalidDataException">It is damaged, or does not reach the version.</exception>
    internal static OpenedLog Open(IStateFiles files, string folder, ulong? version, bool isLessEnough, IForkJoin forkJoin)
    {
        Log log = new(files, folder);
        List<string> others = [];
        ReplayStart replay = Adopt(log, files, folder, others);
        if (log.Segments.Items.Length == 0)
        {
            return version is null or 0 || isLessEnough
                ? Fresh(log, files, others)
                : throw new InvalidDataException($"The state's log {folder} is not there or has no header, and version {version} of it is needed.");
        }

        LogReplay reading = new(log, replay, forkJoin);
        reading.Run(version);
        if ((reading.State.Version < (version ?? 0) && !isLessEnough) || !reading.IsKnown)
        {
            throw new InvalidDataException(
                $"The state's log is damaged: {reading.Problem}; it is whole up to version {reading.State.Version}, and "
                + (others.Count > 0 ? $"{others[^1]} has no header, and " : string.Empty)
                + $"{(version is null ? "that cannot be opened" : $"version {version} is needed")}.");
        }

        if (log.Segments.First > reading.State.Victim.Sequence)
        {
            throw new InvalidDataException($"The state's log is damaged: {Log.NameOf(folder, log.Segments.First - 1)} is missing.");
        }

        others.ForEach(files.Delete);
        log.Cut(reading.End);
        return new OpenedLog(log, reading.Table, reading.State, reading.Window, reading.Coverage, reading.Known, reading.Problem);
    }

    private static OpenedLog Fresh(Log log, IStateFiles files, List<string> others)
    {
        others.ForEach(files.Delete);
        return new OpenedLog(log, new ShelfTable(isKnown: true), CommitState.Empty, new UndoWindow(0), new Coverage(), 0, "it is not there");
    }

    /// <summary>Takes on the neighbouring segments up to the newest, and names the files that are none of them.</summary>
    private static ReplayStart Adopt(Log log, IStateFiles files, string folder, List<string> others)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.SizeBytes];
        List<Segment> segments = [];
        List<ulong> sequences = Log.Sequences(files, folder);
        for (int index = sequences.Count - 1; index >= 0; index--)
        {
            ulong sequence = sequences[index];
            string name = Log.NameOf(folder, sequence);
            IStateFile file = files.Open(name);
            bool isNeighbour = segments.Count == 0 || segments[^1].Sequence == sequence + 1;
            bool isWhole = file.Read(0, bytes) == bytes.Length & SegmentHeader.TryRead(bytes, sequence, out SegmentHeader header);
            if (isNeighbour && isWhole)
            {
                segments.Add(new Segment(sequence, name, file, header.Replay));
                continue;
            }

            file.Dispose();
            if (isNeighbour && segments.Count > 0)
            {
                throw new InvalidDataException($"The state's log is damaged: {name}, bytes 0 to {SegmentHeader.SizeBytes}.");
            }

            // A file that was made just before a crash has no header yet, and one that outlived its log's beginning has no use.
            others.Add(name);
        }

        segments.Reverse();
        ReplayStart replay = segments.Count > 0 ? segments[^1].Replay : ReplayStart.First;
        if (segments.Count > 0 && segments[0].Sequence > replay.Position.Sequence)
        {
            throw new InvalidDataException(
                $"The state's log is damaged: {Log.NameOf(folder, segments[0].Sequence - 1)} is missing or has no header, and opening needs it.");
        }

        segments.ForEach(log.Adopt);
        return replay;
    }
}
