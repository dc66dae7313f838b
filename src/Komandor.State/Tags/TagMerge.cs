using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>Two runs on their way to be one, a part with each commit.</summary>
internal sealed class TagMerge
{
    private TagRunWriter? _writer;
    private readonly string _name;
    private readonly Source _left;
    private readonly Source _right;
    private long _done;

    /// <summary>Begins to merge <paramref name="left"/> and <paramref name="right"/>, which share no tag, in an empty file.</summary>
    internal TagMerge(TagRun left, TagRun right, IStateFile file, string name, int level)
    {
        _name = name;
        _left = new Source(left);
        _right = new Source(right);
        Count = left.Count + right.Count;
        _writer = new TagRunWriter(file, Count, level);
    }

    /// <summary>The number of tags of both.</summary>
    internal long Count { get; }

    /// <summary>The memory that it takes beside its sources'.</summary>
    internal long MemorySizeBytes => _writer?.MemorySizeBytes ?? Result!.MemorySizeBytes;

    /// <summary>The merged run, once all is done.</summary>
    internal TagRun? Result { get; private set; }

    /// <summary>Goes on until <paramref name="target"/> tags are written.</summary>
    internal void Advance(long target)
    {
        for (; _done < Math.Min(target, Count); _done++)
        {
            Source next = _right.IsAtEnd || (!_left.IsAtEnd && _left.Current.CompareTo(_right.Current) < 0) ? _left : _right;
            _writer!.Add(next.Current);
            next.MoveNext();
        }

        if (_done == Count && _writer is not null)
        {
            Result = _writer.Finish(_name);
            _writer = null;
        }
    }

    /// <summary>A run's tags, one after another.</summary>
    private sealed class Source
    {
        private readonly TagRun _run;
        private readonly Hash256[] _block = new Hash256[TagRunFormat.TagsPerBlock];
        private long _blockIndex;
        private int _index;
        private int _count;

        internal Source(TagRun run)
        {
            _run = run;
            _count = run.ReadBlock(0, _block);
        }

        internal bool IsAtEnd => _index == _count;

        internal ref readonly Hash256 Current => ref _block[_index];

        internal void MoveNext()
        {
            if (++_index == _count && (_blockIndex + 1) * TagRunFormat.TagsPerBlock < _run.Count)
            {
                _count = _run.ReadBlock(++_blockIndex, _block);
                _index = 0;
            }
        }
    }
}
