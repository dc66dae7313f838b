using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Reads points and scalars of statements and proofs by rules P3 to P6.</summary>
internal static class ProofReader
{
    /// <summary>The bytes of a point and of a scalar.</summary>
    internal const int ItemSizeBytes = 32;

    // More encodings at once gain nothing; fewer bound what a flood of bad ones costs.
    private const int MaximumAtOnce = 64;

    /// <summary>Reads consecutive scalars, canonical and not zero.</summary>
    internal static ProofFault ReadScalars(ReadOnlySpan<byte> bytes, Span<Scalar> scalars)
    {
        for (int index = 0; index < scalars.Length; index++)
        {
            if (!Scalar.TryRead(bytes.Slice(index * ItemSizeBytes, ItemSizeBytes), out scalars[index]))
            {
                return ProofFault.Scalar;
            }

            if (ScalarSpans.IsZero(scalars[index]))
            {
                return ProofFault.ZeroScalar;
            }
        }

        return ProofFault.None;
    }

    /// <summary>Reads consecutive elements of ristretto255, canonical and not neutral.</summary>
    internal static ProofFault ReadPoints(ReadOnlySpan<byte> bytes, Span<EdwardsPoint> points)
    {
        Span<bool> valid = stackalloc bool[MaximumAtOnce];
        for (int start = 0; start < points.Length; start += MaximumAtOnce)
        {
            int count = Math.Min(MaximumAtOnce, points.Length - start);
            ReadOnlySpan<byte> part = bytes.Slice(start * ItemSizeBytes, count * ItemSizeBytes);
            Ristretto255.TryReadBatch(part, points.Slice(start, count), valid);
            if (FirstFault(part, valid[..count]) is not ProofFault.None and ProofFault fault)
            {
                return fault;
            }
        }

        return ProofFault.None;
    }

    /// <summary>The fault of the first of consecutive elements that is refused, when it is known which encodings are valid.</summary>
    internal static ProofFault FirstFault(ReadOnlySpan<byte> bytes, ReadOnlySpan<bool> valid)
    {
        for (int index = 0; index < valid.Length; index++)
        {
            if (!valid[index])
            {
                return ProofFault.Point;
            }

            // The neutral element's one encoding is 32 zero bytes.
            if (bytes.Slice(index * ItemSizeBytes, ItemSizeBytes).IndexOfAnyExcept((byte)0) < 0)
            {
                return ProofFault.Identity;
            }
        }

        return ProofFault.None;
    }
}
