using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>Checks proofs with nothing but a root: docs/protocol/tags.md §3.</summary>
public static class TagProofVerifier
{
    /// <summary>A set has fewer runs.</summary>
    internal const int MaximumRuns = 128;

    private const ulong MaximumCount = 1UL << 48;

    /// <summary>Whether <paramref name="proof"/> shows under <paramref name="root"/> that <paramref name="tag"/> is in the set, or that it is not.</summary>
    /// <param name="root">A version's root.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="isPresent">What is claimed.</param>
    /// <param name="proof">Untrusted.</param>
    public static TagProofFault Verify(Hash256 root, Hash256 tag, bool isPresent, ReadOnlySpan<byte> proof)
    {
        CanonicalReader reader = new(proof);
        TagRunSummary[] runs = new TagRunSummary[reader.Count(MaximumRuns, Hash256.SizeBytes)];
        int pages = 0;
        bool isForeign = false;
        for (int index = 0; index < runs.Length; index++)
        {
            ulong count = reader.VarUInt(MaximumCount);
            bool hasPage = reader.Boolean();
            if (count == 0)
            {
                return TagProofFault.Malformed;
            }

            pages += hasPage ? 1 : 0;
            Hash256 top = hasPage ? ReadTop(ref reader, (long)count, tag, isPresent, ref isForeign) : reader.Hash();
            runs[index] = new TagRunSummary((long)count, top);
        }

        if (!reader.TryFinish(out _))
        {
            return TagProofFault.Malformed;
        }

        if (pages != (isPresent ? 1 : runs.Length))
        {
            return TagProofFault.WrongPages;
        }

        return isForeign ? TagProofFault.ForeignPage : TagHash.Root(runs) == root ? TagProofFault.None : TagProofFault.RootMismatch;
    }

    private static Hash256 ReadTop(ref CanonicalReader reader, long count, Hash256 tag, bool isPresent, ref bool isForeign)
    {
        long pages = TagHash.PageCount(count);
        long page = (long)reader.VarUInt((ulong)pages - 1);
        bool isLast = page == pages - 1;
        int own = isLast ? (int)(count - (page * TagHash.TagsPerPage)) : TagHash.TagsPerPage;
        ReadOnlySpan<byte> message = reader.Raw((own + (isLast ? 0 : 1)) * Hash256.SizeBytes);
        if (message.IsEmpty)
        {
            return default;
        }

        bool isFound = false;
        for (int index = 0; index < own; index++)
        {
            isFound |= TagAt(message, index) == tag;
        }

        // What lies before a run's first tag belongs to its first page.
        bool isCovered = (page == 0 || TagAt(message, 0).CompareTo(tag) < 0) && (isLast || tag.CompareTo(TagAt(message, own)) < 0);
        isForeign |= isPresent ? !isFound : isFound || !isCovered;
        Hash256 hash = Blake2b.Hash(TagHash.PageDomain, message);
        for (; pages > 1; pages = (pages + 1) >> 1)
        {
            if ((page ^ 1) < pages)
            {
                Hash256 sibling = reader.Hash();
                hash = (page & 1) == 0 ? Blake2b.Hash(TagHash.NodeDomain, hash, sibling) : Blake2b.Hash(TagHash.NodeDomain, sibling, hash);
            }

            page >>= 1;
        }

        return hash;
    }

    private static Hash256 TagAt(ReadOnlySpan<byte> message, int index) => new(message.Slice(index * Hash256.SizeBytes, Hash256.SizeBytes));
}
