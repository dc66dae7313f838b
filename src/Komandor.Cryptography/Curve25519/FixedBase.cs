namespace Komandor.Cryptography.Curve25519;

/// <summary>A base that is multiplied often by secret scalars: a table is prepared once. Constant time.</summary>
/// <remarks>docs/protocol/field.md §8. Immutable; may be used by several threads at once.</remarks>
internal sealed class FixedBase
{
    private readonly EdwardsPoint _point;

    /// <summary>Prepares the table of <paramref name="point"/>.</summary>
    internal FixedBase(in EdwardsPoint point) => _point = point;

    /// <summary>The base point of RFC 8032, which is also ristretto255's generator.</summary>
    internal static FixedBase Generator { get; } = new(EdwardsPoint.Base);

    /// <summary>scalar · base, where the scalar may be secret.</summary>
    internal EdwardsPoint Multiply(in Scalar scalar) => _point.Multiply(scalar);
}
