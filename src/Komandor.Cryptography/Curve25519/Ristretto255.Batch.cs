using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Primitives;

namespace Komandor.Cryptography.Curve25519;

internal static partial class Ristretto255
{
    /// <summary>Reads many elements as <see cref="TryRead"/> reads one.</summary>
    /// <param name="encoded">The encodings one after another, 32 bytes each.</param>
    /// <param name="elements">Gets one element an encoding; what is refused leaves an unspecified point.</param>
    /// <param name="valid">Gets one verdict an encoding.</param>
    /// <returns>Whether all are valid.</returns>
    internal static bool TryReadBatch(ReadOnlySpan<byte> encoded, Span<EdwardsPoint> elements, Span<bool> valid)
    {
        Invariant.Require(encoded.Length % SizeBytes == 0);
        if (Avx512Lanes.IsSupported)
        {
            return LaneRistretto<LanePair<Avx512Lanes>>.Read(encoded, elements, valid);
        }

        return Avx2Lanes.IsSupported
            ? LaneRistretto<LanePair<Avx2Lanes>>.Read(encoded, elements, valid)
            : LaneRistretto<ScalarLane>.Read(encoded, elements, valid);
    }

    /// <summary>Writes many elements as <see cref="Write"/> writes one. Constant time.</summary>
    /// <param name="elements">Any number of elements.</param>
    /// <param name="encoded">32 bytes an element at least.</param>
    internal static void WriteBatch(ReadOnlySpan<EdwardsPoint> elements, Span<byte> encoded)
    {
        if (Avx512Lanes.IsSupported)
        {
            LaneRistretto<LanePair<Avx512Lanes>>.Write(elements, encoded);
        }
        else if (Avx2Lanes.IsSupported)
        {
            LaneRistretto<LanePair<Avx2Lanes>>.Write(elements, encoded);
        }
        else
        {
            LaneRistretto<ScalarLane>.Write(elements, encoded);
        }
    }
}
