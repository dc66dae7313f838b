using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.State.Tests.Tags;

/// <summary>The set's root by its definition, without files: lists of tags, merged at once when the schedule says so.</summary>
internal sealed class SlowTagSet(int youngLimit)
{
    private readonly List<(int Level, long Number, Hash256[] Tags)> _runs = [];
    private Hash256[] _young = [];
    private long _flushes;

    internal Hash256 Root
    {
        get
        {
            CanonicalWriter writer = new();
            Hash256[][] lists = [.. _runs.OrderByDescending(run => run.Level).ThenBy(run => run.Number).Select(run => run.Tags), _young];
            lists = [.. lists.Where(list => list.Length > 0)];
            writer.VarUInt((ulong)lists.Length);
            foreach (Hash256[] list in lists)
            {
                writer.VarUInt((ulong)list.Length);
                writer.Hash(Top(list));
            }

            return Blake2b.Hash(new HashDomain("tag-root"), writer.Written);
        }
    }

    internal int RunCount => _runs.Count;

    internal void Add(IEnumerable<Hash256> batch)
    {
        _young = [.. _young.Concat(batch).Order()];
        if (_young.Length < youngLimit)
        {
            return;
        }

        _flushes++;
        for (int level = 0; level < 62; level++)
        {
            (int Level, long Number, Hash256[] Tags)[] pair = [.. _runs.Where(run => run.Level == level).OrderBy(run => run.Number).Take(2)];
            if (pair.Length == 2 && pair[1].Number + (1L << level) == _flushes)
            {
                _runs.RemoveAll(pair.Contains);
                _runs.Add((level + 1, _flushes, [.. pair[0].Tags.Concat(pair[1].Tags).Order()]));
            }
        }

        _runs.Add((0, _flushes, _young));
        _young = [];
    }

    private static Hash256 Top(Hash256[] tags)
    {
        List<Hash256> level = [];
        for (int start = 0; start < tags.Length; start += 3)
        {
            byte[] message = [.. tags.Skip(start).Take(4).SelectMany(tag => tag.ToArray())];
            level.Add(Blake2b.Hash(new HashDomain("tag-page"), message));
        }

        while (level.Count > 1)
        {
            level = [.. level.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : Blake2b.Hash(new HashDomain("tag-node"), pair[0], pair[1]))];
        }

        return level[0];
    }
}
