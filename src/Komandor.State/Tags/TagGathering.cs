using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The tags of a range as they are gathered from runs and young tags: one list behind the other, with gaps of tags that were read but lie outside.</summary>
internal sealed class TagGathering
{
    private readonly List<(int Start, int Count)> _lists = [];
    private Hash256[] _tags = new Hash256[1024];
    private int _end;

    /// <summary>How many were gathered.</summary>
    internal int Count { get; private set; }

    /// <summary>How many lists there are.</summary>
    internal int ListCount => _lists.Count;

    /// <summary>Forgets what was gathered.</summary>
    internal void Clear()
    {
        _lists.Clear();
        (_end, Count) = (0, 0);
    }

    /// <summary>A list: ascending tags.</summary>
    internal ReadOnlySpan<Hash256> List(int index) => _tags.AsSpan(_lists[index].Start, _lists[index].Count);

    /// <summary>Room for so many behind what was gathered.</summary>
    internal Span<Hash256> Room(int count)
    {
        if (_end + count > _tags.Length)
        {
            Array.Resize(ref _tags, Math.Max(_end + count, 2 * _tags.Length));
        }

        return _tags.AsSpan(_end, count);
    }

    /// <summary>Takes a part of what was written to the last room.</summary>
    internal void Keep(int start, int count)
    {
        if (count > 0)
        {
            _lists.Add((_end + start, count));
            _end += start + count;
            Count += count;
        }
    }

    /// <summary>Adds ascending tags.</summary>
    internal void Add(ReadOnlySpan<Hash256> tags)
    {
        tags.CopyTo(Room(tags.Length));
        Keep(0, tags.Length);
    }

    /// <summary>All that was gathered, ascending.</summary>
    internal void CopySorted(Span<Hash256> sorted)
    {
        int place = 0;
        for (int index = 0; index < ListCount; index++)
        {
            List(index).CopyTo(sorted[place..]);
            place += List(index).Length;
        }

        sorted[..place].Sort();
    }
}
