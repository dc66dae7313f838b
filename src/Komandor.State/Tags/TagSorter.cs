using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>Puts the tags of subtrees in order, one subtree behind the other, and says which of them are new.</summary>
internal sealed class TagSorter
{
    /// <summary>The bits after those that a subtree's tags share that part them into buckets.</summary>
    internal const int BucketBits = 6;

    /// <summary>How many buckets.</summary>
    internal const int Buckets = 1 << BucketBits;

    // Beyond, tags do not lie as hashes do, or there are many: then few buckets are no help.
    private const int MostByBuckets = 1_024;

    private readonly int[] _places = new int[Buckets + 2];
    private Hash256[] _tags = new Hash256[1024];
    private ulong[] _words = new ulong[1024];
    private int[] _fresh = new int[1025];

    /// <summary>How many tags there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The tags.</summary>
    internal ReadOnlySpan<Hash256> Tags => _tags.AsSpan(0, Count);

    /// <summary>Their first words.</summary>
    internal ReadOnlySpan<ulong> Words => _words.AsSpan(0, Count);

    /// <summary>Before each tag, and at the end, how many of those before it are new.</summary>
    internal ReadOnlySpan<int> Fresh => _fresh.AsSpan(0, Count + 1);

    /// <summary>Of the subtree that was added last, where each bucket begins and the last one ends.</summary>
    internal ReadOnlySpan<int> Places => _places.AsSpan(0, Buckets + 1);

    /// <summary>Begins anew.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Adds a subtree's tags.</summary>
    /// <param name="gathered">Its tags.</param>
    /// <param name="batch">New ones, ascending.</param>
    /// <param name="level">How many bits they share.</param>
    /// <returns>Whether none of the new ones was there.</returns>
    internal bool TryAdd(TagGathering gathered, ReadOnlySpan<Hash256> batch, int level)
    {
        gathered.Add(batch);
        int start = Count;
        Count += gathered.Count;
        if (Count > _tags.Length)
        {
            int room = Math.Max(Count, 2 * _tags.Length);
            Array.Resize(ref _tags, room);
            Array.Resize(ref _words, room);
            Array.Resize(ref _fresh, room + 1);
        }

        int shift = 64 - BucketBits - level;
        CountBuckets(gathered, start, shift);
        if (gathered.Count <= MostByBuckets)
        {
            SortByBuckets(gathered, start, shift);
        }
        else
        {
            gathered.CopySorted(_tags.AsSpan(start));
            for (int index = start; index < Count; index++)
            {
                _words[index] = TagRange.Word(_tags[index]);
            }
        }

        return TryMark(start, batch);
    }

    // Afterwards a bucket's beginning stands one place behind its own: putting tags there moves it to its own.
    private void CountBuckets(TagGathering gathered, int start, int shift)
    {
        Array.Clear(_places);
        for (int list = 0; list < gathered.ListCount; list++)
        {
            foreach (ref readonly Hash256 tag in gathered.List(list))
            {
                _places[(int)((TagRange.Word(tag) >> shift) & (Buckets - 1)) + 2]++;
            }
        }

        _places[0] = start;
        _places[1] = start;
        for (int bucket = 2; bucket < _places.Length; bucket++)
        {
            _places[bucket] += _places[bucket - 1];
        }

        if (gathered.Count > MostByBuckets)
        {
            Array.Copy(_places, 1, _places, 0, Buckets + 1);
        }
    }

    private void SortByBuckets(TagGathering gathered, int start, int shift)
    {
        Hash256[] tags = _tags;
        ulong[] words = _words;
        for (int list = 0; list < gathered.ListCount; list++)
        {
            foreach (ref readonly Hash256 tag in gathered.List(list))
            {
                ulong word = TagRange.Word(tag);
                int place = _places[(int)((word >> shift) & (Buckets - 1)) + 1]++;
                (tags[place], words[place]) = (tag, word);
            }
        }

        // A bucket has few tags, mostly of the first and longest list, which ascends.
        for (int index = start + 1; index < Count; index++)
        {
            if (IsLess(words[index], tags[index], index - 1))
            {
                MoveDown(index, start);
            }
        }
    }

    private void MoveDown(int index, int start)
    {
        (Hash256 tag, ulong word) = (_tags[index], _words[index]);
        for (; index > start && IsLess(word, tag, index - 1); index--)
        {
            _tags[index] = _tags[index - 1];
            _words[index] = _words[index - 1];
        }

        (_tags[index], _words[index]) = (tag, word);
    }

    private bool IsLess(ulong word, in Hash256 tag, int other) =>
        word != _words[other] ? word < _words[other] : tag.CompareTo(_tags[other]) < 0;

    private bool TryMark(int start, ReadOnlySpan<Hash256> batch)
    {
        int next = 0;
        ulong nextWord = batch.IsEmpty ? 0 : TagRange.Word(batch[0]);
        for (int index = start; index < Count; index++)
        {
            ulong word = _words[index];
            if (index > start && word == _words[index - 1] && _tags[index] == _tags[index - 1])
            {
                return false;
            }

            if (next < batch.Length && word == nextWord && _tags[index] == batch[next])
            {
                next++;
                nextWord = next < batch.Length ? TagRange.Word(batch[next]) : 0;
            }

            _fresh[index + 1] = _fresh[start] + next;
        }

        return true;
    }
}
