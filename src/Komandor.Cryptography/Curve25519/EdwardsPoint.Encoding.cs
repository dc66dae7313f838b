namespace Komandor.Cryptography.Curve25519;

internal readonly partial struct EdwardsPoint
{
    /// <summary>Reads a point by ZIP-215 (field.md rule F2): y may be p or more, and x = 0 may carry a sign. Variable time in the outcome alone.</summary>
    internal static bool TryReadZip215(ReadOnlySpan<byte> encoded, out EdwardsPoint point)
    {
        FieldElement y = FieldElement.Read(encoded);
        FieldElement square = y.Square();
        ulong onCurve = FieldElement.SquareRootOfRatio(
            square - FieldElement.One, (square * FieldConstants.D) + FieldElement.One, out FieldElement x);
        x = x.Select(-x, (ulong)(encoded[31] >> 7));
        point = new(x, y, FieldElement.One, x * y);
        return onCurve == 1;
    }

    /// <summary>Reads a point by RFC 8032 (field.md rule F3): only the encoding that <see cref="Write"/> makes.</summary>
    internal static bool TryReadCanonical(ReadOnlySpan<byte> encoded, out EdwardsPoint point)
    {
        if (!TryReadZip215(encoded, out point))
        {
            return false;
        }

        Span<byte> canonical = stackalloc byte[SizeBytes];
        point.Write(canonical);
        return encoded.SequenceEqual(canonical);
    }

    /// <summary>Writes y with the sign of x in the top bit, canonical.</summary>
    internal void Write(Span<byte> encoded)
    {
        FieldElement inverse = Z.Invert();
        (Y * inverse).Write(encoded);
        encoded[31] |= (byte)((X * inverse).IsNegativeMask() << 7);
    }
}
