using System.Runtime.InteropServices;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The hashes of the tag set by their definition: docs/protocol/tags.md §1.</summary>
internal static class TagHash
{
    /// <summary>The most tags of a page, so that it is one block of the hash.</summary>
    internal const int TagsPerPage = 4;

    /// <summary>Hashes a page (rule TG2).</summary>
    internal static readonly HashDomain PageDomain = new("tag-page");

    /// <summary>Hashes a node (rule TG3).</summary>
    internal static readonly HashDomain NodeDomain = new("tag-node");

    /// <summary>The hash of a page of one to four tags.</summary>
    internal static Hash256 Page(ReadOnlySpan<Hash256> tags) => Blake2b.Hash(PageDomain, MemoryMarshal.AsBytes(tags));

    /// <summary>The hash of a subtree of more tags than a page has.</summary>
    internal static Hash256 Node(Hash256 left, Hash256 right) => Blake2b.Hash(NodeDomain, left, right);

    /// <summary>The subtree at <paramref name="depth"/> bits over <paramref name="tags"/>, which ascend and share that many bits.</summary>
    internal static Hash256 Subtree(ReadOnlySpan<Hash256> tags, int depth)
    {
        if (tags.Length <= TagsPerPage)
        {
            return tags.IsEmpty ? Hash256.Zero : Page(tags);
        }

        int middle = Split(tags, depth);
        return Node(Subtree(tags[..middle], depth + 1), Subtree(tags[middle..], depth + 1));
    }

    /// <summary>The root that <paramref name="hash"/> leads to, when it hangs below <paramref name="siblings"/> on the way to <paramref name="tag"/>.</summary>
    internal static Hash256 Join(Hash256 hash, Hash256 tag, ReadOnlySpan<Hash256> siblings)
    {
        for (int index = siblings.Length - 1; index >= 0; index--)
        {
            hash = tag.Bit(index) ? Node(siblings[index], hash) : Node(hash, siblings[index]);
        }

        return hash;
    }

    /// <summary>The number of tags whose bit <paramref name="bit"/> is clear; they come first.</summary>
    internal static int Split(ReadOnlySpan<Hash256> tags, int bit)
    {
        int low = 0;
        int high = tags.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = tags[middle].Bit(bit) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
