using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>Checks proofs with nothing but a root: docs/protocol/tags.md §3.</summary>
public static class TagProofVerifier
{
    /// <summary>The most bytes of a proof.</summary>
    public const int MaximumSizeBytes = 2 + (SiblingPath.MaximumDepth / 8) + (SiblingPath.MaximumDepth * Hash256.SizeBytes) + 1 + (TagHash.TagsPerPage * Hash256.SizeBytes);

    /// <summary>Whether <paramref name="proof"/> shows under <paramref name="root"/> that <paramref name="tag"/> is in the set, or that it is not.</summary>
    /// <param name="root">A version's root.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="isPresent">What is claimed.</param>
    /// <param name="proof">Untrusted.</param>
    public static TagProofFault Verify(Hash256 root, Hash256 tag, bool isPresent, ReadOnlySpan<byte> proof)
    {
        CanonicalReader reader = new(proof);
        Span<Hash256> siblings = stackalloc Hash256[SiblingPath.MaximumDepth];
        int depth = SiblingPath.Read(ref reader, siblings, out bool isStray);
        Span<Hash256> page = stackalloc Hash256[TagHash.TagsPerPage];
        page = page[..reader.Count(TagHash.TagsPerPage, Hash256.SizeBytes)];
        bool isAscending = true;
        bool isForeign = false;
        for (int index = 0; index < page.Length; index++)
        {
            page[index] = reader.Hash();
            isAscending &= index == 0 || page[index].CompareTo(page[index - 1]) > 0;
            isForeign |= !SiblingPath.IsShared(page[index], tag, depth);
        }

        if (!reader.TryFinish(out _) || !isAscending)
        {
            return TagProofFault.Malformed;
        }

        if (isStray)
        {
            return TagProofFault.StraySibling;
        }

        if (isForeign)
        {
            return TagProofFault.ForeignTag;
        }

        if (page.Contains(tag) != isPresent)
        {
            return TagProofFault.WrongClaim;
        }

        return TagHash.Join(TagHash.Subtree(page, depth), tag, siblings[..depth]) == root ? TagProofFault.None : TagProofFault.RootMismatch;
    }
}
