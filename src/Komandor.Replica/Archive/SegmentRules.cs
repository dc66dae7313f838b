using Komandor.Cryptography.ErasureCoding;
using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica.Archive;

/// <summary>How history is cut and dealt out: docs/protocol/archive.md, AR1 to AR4.</summary>
public static class SegmentRules
{
    /// <summary>A segment ends with the block that brings it to so many bytes (AR1).</summary>
    public const int UsualSizeBytes = 1 << 20;

    /// <summary>A piece is hashed and sent in parts of this size; the last is what remains (AR3).</summary>
    public const int PartSizeBytes = MessageLimits.BatchSizeBytes / 2;

    /// <summary>Of blocks that are given up, a certificate goes when another stays fewer blocks than this above it in the segment (AR8).</summary>
    public const ulong CertificateSpacing = 64;

    /// <summary>How many pieces a segment has under <paramref name="roster"/>: one a member, at most 255 (AR2).</summary>
    public static int Total(Roster roster) => Math.Min(roster.Members.Length, ErasureCode.MaximumTotal);

    /// <summary>How many of <paramref name="total"/> pieces give the others back: all but as many as consensus can lose (AR2).</summary>
    public static int Needed(int total) => total - ((total - 1) / 3);

    /// <summary>Whether a piece may be lost at all; where none may, whole blocks are kept (AR8).</summary>
    public static bool HasSpare(int total) => Needed(total) < total;

    /// <summary>The place of a member's piece among <paramref name="total"/>; -1 for who is not in the roster (AR4).</summary>
    public static int PlaceOf(Roster roster, MemberId member, int total)
    {
        int index = roster.IndexOf(member);
        return index < 0 ? -1 : index % total;
    }
}
