using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The way down to the page in which a tag stands or would stand: docs/protocol/tags.md §3.</summary>
/// <param name="Siblings">From the top down.</param>
/// <param name="Page">The page's tags; none where the subtree is empty.</param>
internal sealed record TagProof(Hash256[] Siblings, Hash256[] Page)
{
    /// <summary>Its bytes.</summary>
    internal byte[] Encode()
    {
        CanonicalWriter writer = new(1_024);
        SiblingPath.Write(writer, Siblings);
        writer.VarUInt((ulong)Page.Length);
        foreach (Hash256 tag in Page)
        {
            writer.Hash(tag);
        }

        return writer.ToArray();
    }
}
