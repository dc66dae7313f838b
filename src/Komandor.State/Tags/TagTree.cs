using System.Numerics;
using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The hashes of the set's upper nodes, in memory: of those that are known, which are fewer than all.</summary>
/// <remarks>A node is known when it and the one beside it have more tags than a page, so that their parent is a node for certain, and its parent is known or the root. Which levels there
/// are follows from the number of tags, but nobody outside can see it.</remarks>
internal sealed class TagTree
{
    // A level is added when the nodes of the one above it have so many tags on average: then its own nodes have half of them, at 1.15 bytes of memory a tag for all levels.
    private const int TagsPerNode = 112;
    private const int MaximumDepth = 28;

    private readonly List<Hash256[]> _levels = [new Hash256[1]];

    /// <summary>The deepest level.</summary>
    internal int Depth => _levels.Count - 1;

    /// <summary>The root; zero of an empty set.</summary>
    internal Hash256 Root => _levels[0][0];

    /// <summary>The memory that it takes.</summary>
    internal long MemorySizeBytes => ((2L << Depth) - 1) * Hash256.SizeBytes;

    /// <summary>A node's name: a one and then the bits that its tags share.</summary>
    internal static uint Code(int level, uint prefix) => (1u << level) | prefix;

    /// <summary>A node's level.</summary>
    internal static int LevelOf(uint code) => BitOperations.Log2(code);

    /// <summary>The tags below a node.</summary>
    internal static TagRange RangeOf(uint code) => TagRange.Of(LevelOf(code), code ^ (1u << LevelOf(code)));

    /// <summary>A node's hash; zero when it is not known.</summary>
    internal Hash256 At(uint code)
    {
        int level = LevelOf(code);
        return level > Depth ? Hash256.Zero : _levels[level][code ^ (1u << level)];
    }

    /// <summary>Sets a node's hash.</summary>
    internal void Set(uint code, in Hash256 hash)
    {
        int level = LevelOf(code);
        _levels[level][code ^ (1u << level)] = hash;
    }

    /// <summary>The deepest node on the way to a tag that is known, or the root.</summary>
    internal uint DeepestKnown(ulong word)
    {
        int level = Depth;
        while (level > 0 && _levels[level][TagRange.Prefix(word, level)].IsZero)
        {
            level--;
        }

        return Code(level, TagRange.Prefix(word, level));
    }

    /// <summary>Forgets all.</summary>
    internal void Clear()
    {
        _levels.RemoveRange(1, Depth);
        _levels[0][0] = Hash256.Zero;
    }

    /// <summary>Adds the levels that so many tags need; their nodes become known when tags below them are hashed.</summary>
    internal void Grow(long count)
    {
        while (Depth < MaximumDepth && count >= (long)TagsPerNode << Depth)
        {
            _levels.Add(new Hash256[1L << (Depth + 1)]);
        }
    }
}
