namespace Komandor.Cryptography.Curve25519;

/// <summary>The constants of the curve and of ristretto255 (RFC 9496 §4.1), computed from their definitions.</summary>
/// <remarks>Of two roots the RFC names one; the suffix of each line says which.</remarks>
internal static class FieldConstants
{
    /// <summary>√−1, the non-negative one: 2^((p−1)/4), where (p−1)/4 = 2·(p−5)/8 + 1.</summary>
    internal static readonly FieldElement RootOfMinusOne = ((Two.PowerP58().Square()) * Two).Absolute();

    /// <summary>d = −121665/121666 of the curve −x² + y² = 1 + d·x²·y².</summary>
    internal static readonly FieldElement D = -(Small(121665) * Small(121666).Invert());

    /// <summary>2·d.</summary>
    internal static readonly FieldElement TwoD = D * Two;

    /// <summary>1 − d².</summary>
    internal static readonly FieldElement OneMinusDSquared = FieldElement.One - D.Square();

    /// <summary>(d − 1)².</summary>
    internal static readonly FieldElement DMinusOneSquared = (D - FieldElement.One).Square();

    /// <summary>√(a·d − 1) with a = −1: the negative (odd) root.</summary>
    internal static readonly FieldElement RootOfADMinusOne = -Root(-D - FieldElement.One, FieldElement.One);

    /// <summary>1/√(a − d) with a = −1: the non-negative root.</summary>
    internal static readonly FieldElement InverseRootOfAMinusD = Root(FieldElement.One, -FieldElement.One - D);

    private static FieldElement Two => Small(2);

    private static FieldElement Small(ulong value) => new(value, 0, 0, 0, 0);

    private static FieldElement Root(in FieldElement numerator, in FieldElement denominator)
    {
        FieldElement.SquareRootOfRatio(numerator, denominator, out FieldElement root);
        return root;
    }
}
