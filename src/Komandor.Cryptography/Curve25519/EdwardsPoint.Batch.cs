using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Primitives;

namespace Komandor.Cryptography.Curve25519;

internal readonly partial struct EdwardsPoint
{
    /// <summary>Reads many points as <see cref="TryReadZip215"/> reads one.</summary>
    /// <param name="encoded">The encodings one after another, 32 bytes each.</param>
    /// <param name="points">Gets one point an encoding; what is refused leaves an unspecified one.</param>
    /// <param name="valid">Gets one verdict an encoding.</param>
    /// <returns>Whether all are valid.</returns>
    internal static bool TryReadZip215Batch(ReadOnlySpan<byte> encoded, Span<EdwardsPoint> points, Span<bool> valid)
    {
        Invariant.Require(encoded.Length % SizeBytes == 0);
        if (Avx512Lanes.IsSupported)
        {
            return LaneZip215<LanePair<Avx512Lanes>>.Read(encoded, points, valid);
        }

        return Avx2Lanes.IsSupported
            ? LaneZip215<LanePair<Avx2Lanes>>.Read(encoded, points, valid)
            : LaneZip215<ScalarLane>.Read(encoded, points, valid);
    }

    /// <summary>Writes many points as <see cref="Write"/> writes one. Constant time.</summary>
    /// <param name="points">Any number of points.</param>
    /// <param name="encoded">32 bytes a point at least.</param>
    internal static void WriteBatch(ReadOnlySpan<EdwardsPoint> points, Span<byte> encoded)
    {
        if (Avx512Lanes.IsSupported)
        {
            LaneZip215<LanePair<Avx512Lanes>>.Write(points, encoded);
        }
        else if (Avx2Lanes.IsSupported)
        {
            LaneZip215<LanePair<Avx2Lanes>>.Write(points, encoded);
        }
        else
        {
            LaneZip215<ScalarLane>.Write(points, encoded);
        }
    }
}
