using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.State.Tests.Tags;

/// <summary>The set's root by its definition: a list of tags, parted bit by bit.</summary>
internal sealed class SlowTagSet
{
    private readonly List<Hash256> _tags = [];

    internal Hash256 Root => Subtree(_tags, 0);

    internal void Add(IEnumerable<Hash256> batch) => _tags.AddRange(batch);

    private static Hash256 Subtree(List<Hash256> tags, int depth)
    {
        if (tags.Count == 0)
        {
            return Hash256.Zero;
        }

        if (tags.Count <= 4)
        {
            return Blake2b.Hash(new HashDomain("tag-page"), [.. tags.Order().SelectMany(tag => tag.ToArray())]);
        }

        Hash256 left = Subtree(tags.FindAll(tag => !tag.Bit(depth)), depth + 1);
        return Blake2b.Hash(new HashDomain("tag-node"), left, Subtree(tags.FindAll(tag => tag.Bit(depth)), depth + 1));
    }
}
