using Komandor.Primitives;

namespace Komandor.State;

/// <summary>The parts that an import has: disjoint subtrees, of which sixteen neighbours become one.</summary>
internal sealed class ImportedParts
{
    private readonly SortedDictionary<Hash256, StatePart> _parts = [];
    private readonly StateKeys _keys;

    /// <summary>Reads what an earlier import into the same place has.</summary>
    public ImportedParts(IKeyValueStore store, StateKeys keys)
    {
        _keys = keys;
        foreach ((_, byte[] value) in store.Scan(keys.Parts, keys.Parts))
        {
            StatePart part = StatePart.Read(value);
            _parts.Add(part.Path.Prefix, part);
        }
    }

    /// <summary>The whole tree, once it is there.</summary>
    public StatePart? Whole => _parts.TryGetValue(Hash256.Zero, out StatePart part) && part.Path.Depth == 0 ? part : null;

    /// <summary>Whether the subtree at <paramref name="path"/> is there.</summary>
    public bool Has(NodePath path)
    {
        for (int depth = 0; depth <= path.Depth; depth++)
        {
            if (_parts.TryGetValue(NodePath.Of(path.Prefix, depth).Prefix, out StatePart part)
                && part.Path.Depth <= path.Depth && part.Path.Holds(path.Prefix))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a part that is not there, in place of what lies in it, and joins it with its neighbours.</summary>
    public void Add(StatePart part, KeyValueBatch batch)
    {
        StatePart[] inside = [.. _parts.Values.Where(known => known.Path.Depth > part.Path.Depth && part.Path.Holds(known.Path.Prefix))];
        Remove(inside, batch);
        while (part.Path.Depth > 0 && TryJoin(part, batch) is { } joined)
        {
            part = joined;
        }

        _parts.Add(part.Path.Prefix, part);
        batch.Put(_keys.Part(part.Path), part.ToArray());
    }

    /// <summary>Deletes the records, once the import has ended.</summary>
    public void Clear(KeyValueBatch batch) => Remove([.. _parts.Values], batch);

    /// <summary>Keys that are not there: the beginning of every gap, and places inside the long gaps.</summary>
    public List<Hash256> Missing(int most)
    {
        List<Hash256> missing = [];
        Hash256? cursor = Hash256.Zero;
        foreach (StatePart part in _parts.Values)
        {
            AddGap(missing, cursor, part.Path.Prefix, most);
            cursor = part.End();
        }

        AddGap(missing, cursor, null, most);
        return missing;
    }

    private static void AddGap(List<Hash256> missing, Hash256? cursor, Hash256? end, int most)
    {
        while (missing.Count < most && cursor is { } place && (end is null || place.CompareTo(end.Value) < 0))
        {
            missing.Add(place);
            cursor = new StatePart(NodePath.Of(place, 2), default).End();
        }
    }

    private StatePart? TryJoin(StatePart part, KeyValueBatch batch)
    {
        NodePath above = NodePath.Of(part.Path.Prefix, part.Path.Depth - 1);
        Span<Slot> slots = stackalloc Slot[Page.Slots];
        List<StatePart> joined = [];
        for (int nibble = 0; nibble < Page.Slots; nibble++)
        {
            NodePath child = above.Child(nibble);
            StatePart found = part;
            if (child != part.Path)
            {
                if (!_parts.TryGetValue(child.Prefix, out found) || found.Path != child)
                {
                    return null;
                }

                joined.Add(found);
            }

            slots[nibble] = found.Slot;
        }

        Remove(joined, batch);
        Page page = new(slots);
        if (page.Top.Count > Bucket.MaximumLeaves)
        {
            batch.Put(_keys.Page(above), page.ToArray());
        }

        return new StatePart(above, page.Top);
    }

    private void Remove(IReadOnlyList<StatePart> parts, KeyValueBatch batch)
    {
        foreach (StatePart part in parts)
        {
            _parts.Remove(part.Path.Prefix);
            batch.Delete(_keys.Part(part.Path));
        }
    }
}
