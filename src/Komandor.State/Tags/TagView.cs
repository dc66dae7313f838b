using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The set as it was at a version that is kept.</summary>
/// <param name="tree">The tree of the newest version.</param>
/// <param name="content">The tags of the newest version.</param>
/// <param name="undos">Those of the later versions, ascending.</param>
internal sealed class TagView(TagTree tree, TagContent content, TagUndo[] undos)
{
    private const uint Top = 1;

    /// <summary>The root.</summary>
    internal Hash256 Root => At(Top);

    /// <summary>Proves that a tag is there, or that it is not.</summary>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    internal byte[] Prove(Hash256 tag)
    {
        uint code = DeepestKnown(TagRange.Word(tag), out List<Hash256> siblings);
        ReadOnlySpan<Hash256> tags = Read(code);
        int depth = siblings.Count;
        for (; tags.Length > TagHash.TagsPerPage; depth++)
        {
            int middle = TagHash.Split(tags, depth);
            siblings.Add(TagHash.Subtree(tag.Bit(depth) ? tags[..middle] : tags[middle..], depth + 1));
            tags = tag.Bit(depth) ? tags[middle..] : tags[..middle];
        }

        return new TagProof([.. siblings], tags.ToArray()).Encode();
    }

    /// <summary>The deepest node on the way to a tag that is known, and the siblings on the way to it.</summary>
    internal uint DeepestKnown(ulong word, out List<Hash256> siblings)
    {
        siblings = [];
        uint code = Top;
        for (int level = 1; level <= tree.Depth; level++)
        {
            uint below = TagTree.Code(level, TagRange.Prefix(word, level));
            Hash256 sibling = At(below ^ 1);
            if (sibling.IsZero)
            {
                break;
            }

            siblings.Add(sibling);
            code = below;
        }

        return code;
    }

    /// <summary>The tags below a node, ascending.</summary>
    /// <exception cref="InvalidDataException">They are not those that were hashed.</exception>
    internal Hash256[] Read(uint code)
    {
        TagRange range = TagTree.RangeOf(code);
        TagGathering gathered = new();
        content.Gather(range, gathered);
        Hash256[] tags = new Hash256[gathered.Count];
        gathered.CopySorted(tags);
        HashSet<Hash256> later = [];
        foreach (TagUndo undo in undos)
        {
            foreach (ref readonly Hash256 tag in TagYoung.Within(undo.Batch, range))
            {
                later.Add(tag);
            }
        }

        Hash256[] earlier = later.Count == 0 ? tags : Array.FindAll(tags, tag => !later.Contains(tag));
        return TagHash.Subtree(earlier, TagTree.LevelOf(code)) == At(code) ? earlier : throw content.Damage(range);
    }

    /// <summary>A number that the tags below a node are not less than, without reading them.</summary>
    internal long LeastCount(uint code)
    {
        TagRange range = TagTree.RangeOf(code);
        return content.LeastCount(range) - undos.Sum(undo => (long)TagYoung.Within(undo.Batch, range).Length);
    }

    private Hash256 At(uint code)
    {
        foreach (TagUndo undo in undos)
        {
            if (undo.Nodes.At(code) is { } old)
            {
                return old;
            }
        }

        return tree.At(code);
    }
}
