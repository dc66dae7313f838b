using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>The subtrees that an import has: disjoint, and two that are neighbours are one.</summary>
internal sealed class ImportParts
{
    private const int MaximumParts = 1 << 14;

    private readonly SortedDictionary<Hash256, int> _depths = [];

    /// <summary>Whether everything is there.</summary>
    internal bool IsWhole => _depths.TryGetValue(Hash256.Zero, out int depth) && depth == 0;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static bool TryRead(ref CanonicalReader reader, ImportParts parts)
    {
        int count = reader.Count(MaximumParts, Hash256.SizeBytes + 1);
        for (int index = 0; index < count; index++)
        {
            parts._depths[reader.Hash()] = (int)reader.VarUInt(8 * Hash256.SizeBytes);
        }

        return reader.TryFinish(out _);
    }

    /// <summary>Writes the parts.</summary>
    internal void Write(CanonicalWriter writer)
    {
        writer.VarUInt((ulong)_depths.Count);
        foreach ((Hash256 prefix, int depth) in _depths)
        {
            writer.Hash(prefix);
            writer.VarUInt((ulong)depth);
        }
    }

    /// <summary>Whether the subtree at <paramref name="depth"/> bits on the way to <paramref name="key"/> is there.</summary>
    internal bool Has(Hash256 key, int depth)
    {
        for (int above = 0; above <= depth; above++)
        {
            if (_depths.TryGetValue(StateChunk.PrefixOf(key, above), out int found) && found <= above)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a subtree that is not there, in place of what lies in it, and joins it with its neighbours.</summary>
    internal void Add(Hash256 key, int depth)
    {
        foreach (Hash256 inside in _depths.Keys.Where(known => SiblingPath.IsShared(known, key, depth)).ToArray())
        {
            _depths.Remove(inside);
        }

        for (; depth > 0; depth--)
        {
            Hash256 beside = StateChunk.PrefixOf(key.WithBitFlipped(depth - 1), depth);
            if (!_depths.TryGetValue(beside, out int found) || found != depth)
            {
                break;
            }

            _depths.Remove(beside);
        }

        _depths[StateChunk.PrefixOf(key, depth)] = depth;
    }

    /// <summary>Keys that are not there: the beginning of every gap, and places inside the long gaps.</summary>
    internal List<Hash256> Missing(int most)
    {
        List<Hash256> missing = [];
        Hash256? cursor = Hash256.Zero;
        foreach ((Hash256 prefix, int depth) in _depths)
        {
            AddGap(missing, cursor, prefix, most);
            cursor = StateRanges.EndOf(prefix, depth);
        }

        AddGap(missing, cursor, null, most);
        return missing;
    }

    private static void AddGap(List<Hash256> missing, Hash256? cursor, Hash256? end, int most)
    {
        while (missing.Count < most && cursor is { } place && (end is null || place.CompareTo(end.Value) < 0))
        {
            missing.Add(place);
            cursor = StateRanges.EndOf(place, 8);
        }
    }
}
