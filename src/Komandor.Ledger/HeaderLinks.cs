using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Shows a header without a certificate genuine, by the headers above it up to one that has one: docs/protocol/blocks.md §6.</summary>
public static class HeaderLinks
{
    /// <summary>The most headers above the first; a node gives no more, and a client looks at no more.</summary>
    public const int Maximum = 256;

    /// <summary>Whether <paramref name="certificate"/> makes <paramref name="header"/> final: with the last of <paramref name="links"/>, or itself when there are none.</summary>
    /// <param name="header">The header that is shown.</param>
    /// <param name="links">Those above it, from the lowest up, without a gap.</param>
    /// <param name="certificate">The certificate of the highest.</param>
    /// <param name="roster">The roster that the highest names.</param>
    /// <returns>Of rules B6 to B13 and B17 the one that is broken.</returns>
    public static BlockFault Verify(BlockHeader header, IReadOnlyList<BlockHeader> links, Certificate certificate, Roster roster)
    {
        if (links.Count > Maximum)
        {
            return BlockFault.NotLinked;
        }

        BlockHeader highest = header;
        foreach (BlockHeader link in links)
        {
            if (link.Parent != highest.Id)
            {
                return BlockFault.NotLinked;
            }

            highest = link;
        }

        return CertificateVerifier.Verify(highest, certificate, roster);
    }
}
