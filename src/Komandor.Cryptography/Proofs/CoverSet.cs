using System.Buffers.Binary;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>The notes among which a spent one hides, read and prepared once for all proofs over them. Immutable.</summary>
/// <remarks>docs/protocol/membership.md §1. Place 0 is no note but stands for any note of value zero.</remarks>
internal sealed class CoverSet
{
    /// <summary>The most places: 4⁷.</summary>
    internal const int MaximumPlaces = 1 << (2 * Membership.MaximumDigits);

    private static readonly HashDomain _domain = new("komandor.cover");

    private CoverSet(EdwardsPoint[] points, Hash256 hash)
    {
        Bases = new BaseSet(points);
        Hash = hash;
        Digits = Membership.DigitsOf(Places);
    }

    /// <summary>The places: one more than the notes.</summary>
    internal int Places => Bases.Count;

    /// <summary>The digits of a place in base 4.</summary>
    internal int Digits { get; }

    /// <summary>The hash of the notes and their number, which every proof is bound to.</summary>
    internal Hash256 Hash { get; }

    /// <summary>The points of the places; that of place 0 is neutral and never used.</summary>
    internal BaseSet Bases { get; }

    /// <summary>Reads a set.</summary>
    /// <param name="notes">The notes' encodings joined, in the order of their places from 1 on: 1 to 16,383 notes.</param>
    /// <param name="set">The set.</param>
    internal static ProofFault TryRead(ReadOnlySpan<byte> notes, out CoverSet? set)
    {
        set = null;
        int count = notes.Length / ProofReader.ItemSizeBytes;
        if (notes.Length % ProofReader.ItemSizeBytes != 0)
        {
            return ProofFault.Length;
        }

        if (count is 0 or >= MaximumPlaces)
        {
            return ProofFault.Count;
        }

        EdwardsPoint[] points = new EdwardsPoint[count + 1];
        points[0] = EdwardsPoint.Identity;
        ProofFault fault = ProofReader.ReadPoints(notes, points.AsSpan(1));
        if (fault == ProofFault.None)
        {
            byte[] message = new byte[sizeof(int) + notes.Length];
            BinaryPrimitives.WriteInt32LittleEndian(message, count);
            notes.CopyTo(message.AsSpan(sizeof(int)));
            set = new CoverSet(points, Blake2b.Hash(_domain, message));
        }

        return fault;
    }
}
