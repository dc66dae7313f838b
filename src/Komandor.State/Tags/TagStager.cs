using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>Finds what a batch changes of the tree: small subtrees are read, checked against their hashes and hashed anew, then the way up from them.</summary>
internal sealed class TagStager(TagTree tree, TagContent content)
{
    // So many tags are gathered and then hashed, which stay in the processor's cache meanwhile.
    private const int TagsAtOnce = 4_096;

    // What so many subtrees need is asked for together: as much as fits the cache next to the processor beside what is hashed.
    private const int UnitsAhead = 16;

    private readonly TagHasher _hasher = new();
    private readonly TagGathering _gathered = new();
    private readonly List<TagUnit> _units = [];
    private readonly List<(uint Code, TagBuilt Built)> _built = [];
    private readonly List<(uint Code, Hash256 Hash)> _known = [];

    // For each level the tops of what was hashed there.
    private readonly List<List<(uint Code, Hash256 Hash)>> _tops = [];

    /// <summary>Stages a batch of ascending tags.</summary>
    /// <returns>Null when the set has one of them.</returns>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    internal TagChanges? TryStage(ReadOnlySpan<Hash256> batch)
    {
        Begin();
        FindUnits(batch);
        ReadOnlySpan<TagUnit> units = CollectionsMarshal.AsSpan(_units);
        for (int index = 0; index < units.Length; index++)
        {
            if (index % UnitsAhead == 0)
            {
                content.Fetch(units.Slice(index, Math.Min(UnitsAhead, units.Length - index)));
            }

            TagUnit unit = units[index];
            if (!TryAdd(unit.Code, batch[unit.Start..unit.End]))
            {
                return null;
            }

            if (_hasher.Count >= TagsAtOnce)
            {
                Hash(isChecked: true);
            }
        }

        Hash(isChecked: true);
        return Climb();
    }

    /// <summary>All nodes of the tree, from the tags as they are read; nothing was known before.</summary>
    internal TagChanges Rebuild()
    {
        Begin();
        for (uint prefix = 0; prefix < 1u << tree.Depth; prefix++)
        {
            int before = _hasher.Count;
            Invariant.Require(TryAdd(TagTree.Code(tree.Depth, prefix), []));
            if (tree.Depth > 0 && _hasher.Count - before <= TagHash.TagsPerPage)
            {
                // These tags do not lie as hashes do: some subtrees of this level are in a page that stands higher.
                return RebuildWhole();
            }

            if (_hasher.Count >= TagsAtOnce)
            {
                Hash(isChecked: false);
            }
        }

        Hash(isChecked: false);
        return Climb();
    }

    private TagChanges RebuildWhole()
    {
        Begin();
        Invariant.Require(TryAdd(TagTree.Code(0, 0), []));
        Hash(isChecked: false);
        return Climb();
    }

    private void Begin()
    {
        _hasher.Clear(tree.Depth);
        _built.Clear();
        _known.Clear();
        _tops.ForEach(tops => tops.Clear());
        while (_tops.Count <= tree.Depth)
        {
            _tops.Add([]);
        }
    }

    // The deepest known nodes on the ways to the batch's tags. One that turns out to hold the ones before it takes their place.
    private void FindUnits(ReadOnlySpan<Hash256> batch)
    {
        _units.Clear();
        for (int index = 0; index < batch.Length; index++)
        {
            ulong word = TagRange.Word(batch[index]);
            if (_units.Count > 0 && IsBelow(word, _units[^1].Code))
            {
                _units[^1] = _units[^1] with { End = index + 1 };
                continue;
            }

            uint code = tree.DeepestKnown(word);
            int start = index;
            while (_units.Count > 0 && IsBelow(TagRange.Word(batch[_units[^1].Start]), code))
            {
                start = _units[^1].Start;
                _units.RemoveAt(_units.Count - 1);
            }

            _units.Add(new TagUnit(code, start, index + 1));
        }
    }

    private static bool IsBelow(ulong word, uint code)
    {
        int level = TagTree.LevelOf(code);
        return TagTree.Code(level, TagRange.Prefix(word, level)) == code;
    }

    private bool TryAdd(uint code, ReadOnlySpan<Hash256> batch)
    {
        _gathered.Clear();
        content.Gather(TagTree.RangeOf(code), _gathered);
        bool isAdded = _hasher.TryAdd(code, _gathered, batch, out TagBuilt built);
        _built.Add((code, built));
        return isAdded;
    }

    private void Hash(bool isChecked)
    {
        _hasher.Run();
        foreach ((uint code, TagBuilt built) in _built)
        {
            if (isChecked && _hasher.At(built.Old) != tree.At(code))
            {
                throw content.Damage(TagTree.RangeOf(code));
            }

            _tops[TagTree.LevelOf(code)].Add((code, _hasher.At(built.New)));
        }

        foreach ((uint code, int slot) in _hasher.Known)
        {
            _known.Add((code, _hasher.At(slot)));
        }

        _built.Clear();
        _hasher.Clear(tree.Depth);
    }

    // Level by level, so that the lanes of the hash are full.
    private TagChanges Climb()
    {
        for (int level = tree.Depth; level > 0; level--)
        {
            List<(uint Code, Hash256 Hash)> tops = _tops[level];
            if (tops.Count > 0)
            {
                _tops[level - 1] = Merge(_tops[level - 1], Parents(tops));
            }
        }

        int count = _tops.Sum(tops => tops.Count) + _known.Count;
        TagChanges changes = new(new uint[count], new Hash256[count]);
        int place = 0;
        foreach ((uint code, Hash256 hash) in _tops.SelectMany(tops => tops).Concat(_known))
        {
            (changes.Codes[place], changes.Hashes[place]) = (code, hash);
            place++;
        }

        if (_known.Count > 0)
        {
            Array.Sort(changes.Codes, changes.Hashes);
        }

        return changes;
    }

    private List<(uint Code, Hash256 Hash)> Parents(List<(uint Code, Hash256 Hash)> tops)
    {
        List<uint> codes = new(tops.Count);
        Hash256[] children = new Hash256[2 * tops.Count];
        for (int index = 0; index < tops.Count; index++)
        {
            (uint code, Hash256 hash) = tops[index];
            bool hasBoth = index + 1 < tops.Count && tops[index + 1].Code == (code ^ 1) && (code & 1) == 0;
            Hash256 beside = hasBoth ? tops[++index].Hash : tree.At(code ^ 1);

            // A node is known only together with the one beside it.
            Invariant.Require(!beside.IsZero);
            children[2 * codes.Count] = (code & 1) == 0 ? hash : beside;
            children[(2 * codes.Count) + 1] = (code & 1) == 0 ? beside : hash;
            codes.Add(code >> 1);
        }

        Hash256[] parents = new Hash256[codes.Count];
        _hasher.Fold(children.AsSpan(0, 2 * codes.Count), parents);
        return [.. codes.Zip(parents)];
    }

    private static List<(uint Code, Hash256 Hash)> Merge(List<(uint Code, Hash256 Hash)> left, List<(uint Code, Hash256 Hash)> right)
    {
        if (left.Count == 0)
        {
            return right;
        }

        left.AddRange(right);
        left.Sort((one, other) => one.Code.CompareTo(other.Code));
        return left;
    }
}
