using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Curve25519;

/// <summary>A base that is multiplied often by secret scalars: a table is prepared once. Constant time.</summary>
/// <remarks>docs/protocol/field.md §8. Immutable; may be used by several threads at once. About 60 kB.</remarks>
internal sealed class FixedBase
{
    private readonly LaneBaseTable<Avx512Lanes>? _avx512;
    private readonly LaneBaseTable<Avx2Lanes>? _avx2;
    private readonly LaneBaseTable<ScalarLane>? _scalar;

    /// <summary>Prepares the table of <paramref name="point"/>.</summary>
    internal FixedBase(in EdwardsPoint point)
    {
        if (Avx512Lanes.IsSupported)
        {
            _avx512 = new LaneBaseTable<Avx512Lanes>(point);
        }
        else if (Avx2Lanes.IsSupported)
        {
            _avx2 = new LaneBaseTable<Avx2Lanes>(point);
        }
        else
        {
            _scalar = new LaneBaseTable<ScalarLane>(point);
        }
    }

    /// <summary>The base point of RFC 8032, which is also ristretto255's generator.</summary>
    internal static FixedBase Generator { get; } = new(EdwardsPoint.Base);

    /// <summary>scalar · base, where the scalar may be secret.</summary>
    internal EdwardsPoint Multiply(in Scalar scalar)
    {
        if (_avx512 is not null)
        {
            return _avx512.Multiply(scalar);
        }

        return _avx2 is not null ? _avx2.Multiply(scalar) : _scalar!.Multiply(scalar);
    }
}
