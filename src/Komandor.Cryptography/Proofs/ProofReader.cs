using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Reads points and scalars of statements and proofs by rules P3 to P6.</summary>
internal static class ProofReader
{
    /// <summary>The bytes of a point and of a scalar.</summary>
    internal const int ItemSizeBytes = 32;

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
        for (int index = 0; index < points.Length; index++)
        {
            ReadOnlySpan<byte> encoded = bytes.Slice(index * ItemSizeBytes, ItemSizeBytes);
            if (!Ristretto255.TryRead(encoded, out points[index]))
            {
                return ProofFault.Point;
            }

            // The neutral element's one encoding is 32 zero bytes.
            if (encoded.IndexOfAnyExcept((byte)0) < 0)
            {
                return ProofFault.Identity;
            }
        }

        return ProofFault.None;
    }
}
