using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The tags since the last flush, ascending, in memory and the log alone.</summary>
internal sealed class TagYoung
{
    private Hash256[] _tags = new Hash256[1024];

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>All of them.</summary>
    internal ReadOnlySpan<Hash256> Tags => _tags.AsSpan(0, Count);

    /// <summary>The memory that they take.</summary>
    internal long MemorySizeBytes => _tags.Length * (long)Hash256.SizeBytes;

    /// <summary>Adds a batch of ascending tags.</summary>
    internal void Add(ReadOnlySpan<Hash256> batch)
    {
        if (Count + batch.Length > _tags.Length)
        {
            Array.Resize(ref _tags, Math.Max(Count + batch.Length, 2 * _tags.Length));
        }

        // From the end, so that each tag moves once and none is overwritten before.
        int old = Count - 1;
        int target = Count + batch.Length - 1;
        for (int added = batch.Length - 1; added >= 0; target--)
        {
            _tags[target] = old >= 0 && _tags[old].CompareTo(batch[added]) > 0 ? _tags[old--] : batch[added--];
        }

        Count += batch.Length;
    }

    /// <summary>Forgets all.</summary>
    internal void Clear() => Count = 0;

    /// <summary>The tags of a range.</summary>
    internal ReadOnlySpan<Hash256> Within(TagRange range) => Within(Tags, range);

    /// <summary>The tags of a range among ascending ones.</summary>
    internal static ReadOnlySpan<Hash256> Within(ReadOnlySpan<Hash256> tags, TagRange range)
    {
        int start = LowerBound(tags, range.Low);
        int end = range.High == ulong.MaxValue ? tags.Length : LowerBound(tags, range.High + 1);
        return tags[start..end];
    }

    private static int LowerBound(ReadOnlySpan<Hash256> tags, ulong word)
    {
        int low = 0;
        int high = tags.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = TagRange.Word(tags[middle]) < word ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
