using System.Runtime.InteropServices;
using Komandor.Cryptography.Hashing;
using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>Hashes many subtrees at once, each with and without the tags of a batch: the one is its new hash, the other says whether what was read is what was hashed before.</summary>
/// <remarks>Definition: <see cref="TagHash.Subtree"/>. What no new tag touches is hashed once for both. One thread at a time.</remarks>
internal sealed class TagHasher
{
    // The place of the empty subtree's hash.
    private const int Empty = 0;
    private const int WordBits = 64;

    private readonly HashBatch _pageBatch = new(TagHash.PageDomain);
    private readonly HashBatch _nodeBatch = new(TagHash.NodeDomain);
    private readonly TagSorter _sorter = new();
    private readonly List<(int Start, int Count, int Slot)> _pages = [];
    private readonly List<List<(int Left, int Right, int Slot)>> _heights = [];
    private readonly List<(uint Code, int Slot)> _known = [];
    private readonly Hash256[] _oldPage = new Hash256[TagHash.TagsPerPage];
    private Hash256[] _hashes = new Hash256[1024];
    private Hash256[] _oldPages = new Hash256[256];
    private int _oldPageTags;
    private int _slots = 1;
    private int _deepestLevel;

    /// <summary>How many tags were added since the last <see cref="Clear"/>.</summary>
    internal int Count => _sorter.Count;

    /// <summary>The nodes below the added tops that are known from now on, and the places of their hashes.</summary>
    internal IReadOnlyList<(uint Code, int Slot)> Known => _known;

    /// <summary>Begins anew.</summary>
    /// <param name="deepestLevel">Nodes down to this level are worth knowing.</param>
    internal void Clear(int deepestLevel)
    {
        _sorter.Clear();
        _pages.Clear();
        _heights.ForEach(height => height.Clear());
        _known.Clear();
        (_slots, _oldPageTags, _deepestLevel) = (1, 0, deepestLevel);
    }

    /// <summary>Adds a subtree.</summary>
    /// <param name="code">Its top.</param>
    /// <param name="gathered">Its tags as they were gathered; they change their order.</param>
    /// <param name="batch">The batch's, ascending.</param>
    /// <param name="built">Where its hashes will stand.</param>
    /// <returns>Whether no tag of the batch was there.</returns>
    internal bool TryAdd(uint code, TagGathering gathered, ReadOnlySpan<Hash256> batch, out TagBuilt built)
    {
        int level = TagTree.LevelOf(code);
        int start = _sorter.Count;
        built = default;
        if (!_sorter.TryAdd(gathered, batch, level))
        {
            return false;
        }

        built = Build(start, _sorter.Count, level, code, 0, TagSorter.Buckets);
        return true;
    }

    /// <summary>Hashes all that was added.</summary>
    internal void Run()
    {
        if (_hashes.Length < _slots)
        {
            _hashes = new Hash256[Math.Max(_slots, 2 * _hashes.Length)];
        }

        _pageBatch.Aim(_hashes);
        ReadOnlySpan<Hash256> tags = _sorter.Tags;
        foreach ((int start, int count, int slot) in CollectionsMarshal.AsSpan(_pages))
        {
            ReadOnlySpan<Hash256> page = start >= 0 ? tags.Slice(start, count) : _oldPages.AsSpan(~start, count);
            _pageBatch.Add(MemoryMarshal.AsBytes(page), slot);
        }

        _pageBatch.Flush();
        _nodeBatch.Aim(_hashes);
        foreach (List<(int Left, int Right, int Slot)> height in _heights)
        {
            foreach ((int left, int right, int slot) in CollectionsMarshal.AsSpan(height))
            {
                _nodeBatch.Add(_hashes[left], _hashes[right], slot);
            }

            _nodeBatch.Flush();
        }
    }

    /// <summary>A hash, after <see cref="Run"/>.</summary>
    internal ref readonly Hash256 At(int slot) => ref _hashes[slot];

    /// <summary>Replaces a level of nodes by the one above it: of each two of <paramref name="children"/> the parent.</summary>
    internal void Fold(ReadOnlySpan<Hash256> children, Hash256[] parents)
    {
        _nodeBatch.Aim(parents);
        for (int index = 0; index < children.Length; index += 2)
        {
            _nodeBatch.Add(children[index], children[index + 1], index >> 1);
        }

        _nodeBatch.Flush();
    }

    // The buckets are those of the subtree's tags, as long as there are two or more.
    private TagBuilt Build(int start, int end, int depth, uint code, int firstBucket, int endBucket)
    {
        int count = end - start;
        int fresh = _sorter.Fresh[end] - _sorter.Fresh[start];
        if (count <= TagHash.TagsPerPage)
        {
            int page = count == 0 ? Empty : AddPage(start, count);
            return new TagBuilt(page, fresh == 0 ? page : AddOldPage(start, end), 0);
        }

        int middleBucket = (firstBucket + endBucket) >> 1;
        int middle = middleBucket > firstBucket ? _sorter.Places[middleBucket] : Split(start, end, depth);

        // Codes end at the deepest level that is known.
        bool isKnown = code != 0 && depth < _deepestLevel && middle - start > TagHash.TagsPerPage && end - middle > TagHash.TagsPerPage;
        uint below = isKnown ? code << 1 : 0;
        TagBuilt left = Build(start, middle, depth + 1, below, firstBucket, middleBucket);
        TagBuilt right = Build(middle, end, depth + 1, isKnown ? below | 1 : 0, middleBucket, endBucket);
        if (isKnown)
        {
            _known.Add((below, left.New));
            _known.Add((below | 1, right.New));
        }

        int height = Math.Max(left.Height, right.Height) + 1;
        int slot = AddNode(left.New, right.New, height);
        return new TagBuilt(
            slot,
            fresh == 0 ? slot : count - fresh <= TagHash.TagsPerPage ? AddOldPage(start, end) : AddNode(left.Old, right.Old, height),
            height);
    }

    private int AddPage(int start, int count)
    {
        _pages.Add((start, count, _slots));
        return _slots++;
    }

    // What stood there before: the tags that are not new.
    private int AddOldPage(int start, int end)
    {
        int count = 0;
        for (int index = start; index < end; index++)
        {
            if (_sorter.Fresh[index + 1] == _sorter.Fresh[index])
            {
                _oldPage[count++] = _sorter.Tags[index];
            }
        }

        if (count == 0)
        {
            return Empty;
        }

        if (_oldPageTags + count > _oldPages.Length)
        {
            Array.Resize(ref _oldPages, 2 * _oldPages.Length);
        }

        _oldPage.AsSpan(0, count).CopyTo(_oldPages.AsSpan(_oldPageTags));
        _pages.Add((~_oldPageTags, count, _slots));
        _oldPageTags += count;
        return _slots++;
    }

    private int AddNode(int left, int right, int height)
    {
        while (_heights.Count < height)
        {
            _heights.Add([]);
        }

        _heights[height - 1].Add((left, right, _slots));
        return _slots++;
    }

    private int Split(int start, int end, int depth)
    {
        if (depth >= WordBits)
        {
            return start + TagHash.Split(_sorter.Tags[start..end], depth);
        }

        ReadOnlySpan<ulong> words = _sorter.Words;
        ulong bit = 1UL << (WordBits - 1 - depth);
        // Few tags are left below the buckets: counting is faster than guessing.
        int middle = start;
        for (int index = start; index < end; index++)
        {
            middle += (words[index] & bit) == 0 ? 1 : 0;
        }

        return middle;
    }
}
