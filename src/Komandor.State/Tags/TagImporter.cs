using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State.Tags;

/// <summary>Builds a tag set in an empty place from chunks that anybody gave, in any order: docs/protocol/tags.md §4.</summary>
/// <remarks>Each chunk is a file of its own until all are there: an importer that is made anew after a crash goes on from those that are whole. One thread at a time.</remarks>
public sealed class TagImporter
{
    private readonly Hash256 _root;
    private readonly ulong _version;
    private readonly IStateFiles _files;
    private readonly string _folder;
    private readonly int _youngLimit;
    private readonly ImportParts _parts = new();
    private readonly SortedDictionary<Hash256, TagPart> _taken = [];
    private readonly List<TagPart> _unsynced = [];

    /// <summary>Begins an import, or goes on with the same one.</summary>
    /// <param name="root">The root that the set shall have.</param>
    /// <param name="version">The version that it shall have.</param>
    /// <param name="files">The files.</param>
    /// <param name="folder">The place: how the names of the set-to-be's files begin.</param>
    /// <exception cref="InvalidOperationException">The place holds a set or another import: <see cref="TagSet.Delete"/> empties it.</exception>
    public TagImporter(Hash256 root, ulong version, IStateFiles files, string folder)
        : this(root, version, files, folder, TagSet.YoungLimit)
    {
    }

    /// <summary>For tests, with another limit of young tags.</summary>
    internal TagImporter(Hash256 root, ulong version, IStateFiles files, string folder, int youngLimit)
    {
        (_root, _version, _files, _folder, _youngLimit) = (root, version, files, folder, youngLimit);
        IReadOnlyList<string> names = files.Names();
        foreach (string name in names.Where(name => name.StartsWith($"{folder}-log-", StringComparison.Ordinal)))
        {
            // One whose head a power loss left in part is no set: its parts are still there.
            if (TagLog.TryOpen(files, name) is TagLog log)
            {
                log.Close();
                throw Occupied();
            }
        }

        // By place, and the larger first of those that begin at one place.
        foreach (string name in names.Where(name => name.StartsWith(TagPart.PrefixOf(folder), StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            Resume(name);
        }
    }

    /// <summary>Whether all chunks are there, so that <see cref="Finish"/> may be called.</summary>
    public bool IsComplete => _parts.IsWhole;

    /// <summary>Tags whose chunks are not there: each can be asked of another giver. Empty when <see cref="IsComplete"/>.</summary>
    /// <param name="most">How many to name at most.</param>
    /// <returns>Ascending. A chunk may hold more than one of them.</returns>
    public IReadOnlyList<Hash256> Missing(int most) => _parts.Missing(most);

    /// <summary>Takes a chunk, unless a rule refuses it; one that brings nothing new is welcome and does nothing.</summary>
    /// <param name="start">The place that it was asked for.</param>
    /// <param name="chunk">Untrusted.</param>
    public TagChunkFault TryTake(Hash256 start, ReadOnlySpan<byte> chunk)
    {
        TagChunkFault fault = TagChunk.TryRead(chunk, _root, start, out TagChunk? read);
        if (fault == TagChunkFault.None && !_parts.Has(read!.Place, read.Siblings.Length))
        {
            TagPart part = TagPart.Write(_files, _folder, _root, _version, read);
            Add(part);
            _unsynced.Add(part);
        }

        return fault;
    }

    /// <summary>Makes what was taken durable; otherwise a power loss takes of it what it takes.</summary>
    public void Flush()
    {
        foreach (TagPart part in _unsynced)
        {
            using IStateFile file = _files.Open(part.Name);
            file.Sync();
        }

        _unsynced.Clear();
        _files.SyncNames();
    }

    /// <summary>Turns the import into a durable set: <see cref="TagSet"/> opens at its version, the only one that it can read at first.</summary>
    public void Finish()
    {
        Invariant.Require(IsComplete);
        long count = _taken.Values.Sum(part => (long)part.Count);
        long origin = (count + _youngLimit - 1) / _youngLimit;
        foreach (TagRunPlan plan in TagSchedule.After(origin, 0).Runs)
        {
            WriteRun(TagRuns.NameOf(_folder, plan), count, plan.Level);
        }

        _files.SyncNames();

        // The set is there once its log is, and needs no part then.
        TagLog log = TagLog.Begin(_files, _folder, new TagLogHead(0, _version, origin, _root));
        log.Sync();
        log.Close();
        _files.SyncNames();
        foreach (TagPart part in _taken.Values)
        {
            _files.Delete(part.Name);
        }
    }

    private static InvalidOperationException Occupied() => new("The place of the import holds something else: clear it first.");

    private void WriteRun(string name, long count, int level)
    {
        TagRunWriter writer = new(TagRuns.Empty(_files, name), count, level);
        foreach (TagPart part in _taken.Values)
        {
            foreach (Hash256 tag in part.Read(_files))
            {
                writer.Add(tag);
            }
        }

        TagRun run = writer.Finish(name);
        run.Sync();
        run.Close();
    }

    private void Resume(string name)
    {
        if (TagPart.TryOpen(_files, _folder, name, out Hash256 root, out ulong version) is not TagPart part || _parts.Has(part.Place, part.Depth))
        {
            _files.Delete(name);
            return;
        }

        if (root != _root || version != _version)
        {
            throw Occupied();
        }

        Add(part);
    }

    // A chunk may hold smaller ones that came before.
    private void Add(TagPart part)
    {
        foreach (TagPart inside in _taken.Values.Where(taken => SiblingPath.IsShared(taken.Place, part.Place, part.Depth)).ToArray())
        {
            _taken.Remove(inside.Place);
            _unsynced.Remove(inside);
            _files.Delete(inside.Name);
        }

        _parts.Add(part.Place, part.Depth);
        _taken.Add(part.Place, part);
    }
}
