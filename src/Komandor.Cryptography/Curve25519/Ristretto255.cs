namespace Komandor.Cryptography.Curve25519;

/// <summary>The group ristretto255 (RFC 9496), whose elements are held as Edwards points and told apart by <see cref="EqualsMask"/>.</summary>
/// <remarks>docs/protocol/field.md §6. Constant time, save that a refusal may be seen.</remarks>
internal static partial class Ristretto255
{
    /// <summary>The bytes of an encoding.</summary>
    internal const int SizeBytes = 32;

    /// <summary>The bytes from which an element is derived.</summary>
    internal const int UniformSizeBytes = 64;

    /// <summary>Reads an element (RFC 9496 §4.3.1): every encoding but the one of each element is refused.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> encoded, out EdwardsPoint element)
    {
        FieldElement s = FieldElement.Read(encoded);
        Span<byte> canonical = stackalloc byte[SizeBytes];
        s.Write(canonical);
        FieldElement square = s.Square();
        FieldElement u1 = FieldElement.One - square;
        FieldElement u2 = FieldElement.One + square;
        FieldElement u2Square = u2.Square();
        FieldElement v = -(FieldConstants.D * u1.Square()) - u2Square;
        ulong valid = FieldElement.SquareRootOfRatio(FieldElement.One, v * u2Square, out FieldElement inverseRoot);
        FieldElement denominatorX = inverseRoot * u2;
        FieldElement denominatorY = inverseRoot * denominatorX * v;
        FieldElement x = ((s + s) * denominatorX).Absolute();
        FieldElement y = u1 * denominatorY;
        FieldElement t = x * y;
        element = new(x, y, FieldElement.One, t);
        valid &= (s.IsNegativeMask() | t.IsNegativeMask() | y.IsZeroMask()) ^ 1;
        return encoded.SequenceEqual(canonical) && valid == 1;
    }

    /// <summary>Writes the element's one encoding (RFC 9496 §4.3.2).</summary>
    internal static void Write(in EdwardsPoint element, Span<byte> encoded)
    {
        FieldElement u1 = (element.Z + element.Y) * (element.Z - element.Y);
        FieldElement u2 = element.X * element.Y;
        FieldElement.SquareRootOfRatio(FieldElement.One, u1 * u2.Square(), out FieldElement inverseRoot);
        FieldElement denominator1 = inverseRoot * u1;
        FieldElement denominator2 = inverseRoot * u2;
        FieldElement inverseZ = denominator1 * denominator2 * element.T;
        ulong rotate = (element.T * inverseZ).IsNegativeMask();
        FieldElement x = element.X.Select(element.Y * FieldConstants.RootOfMinusOne, rotate);
        FieldElement y = element.Y.Select(element.X * FieldConstants.RootOfMinusOne, rotate);
        FieldElement denominator = denominator2.Select(denominator1 * FieldConstants.InverseRootOfAMinusD, rotate);
        y = y.Select(-y, (x * inverseZ).IsNegativeMask());
        (denominator * (element.Z - y)).Absolute().Write(encoded);
    }

    /// <summary>1 if two points stand for one element, else 0 (RFC 9496 §4.3.3).</summary>
    internal static ulong EqualsMask(in EdwardsPoint left, in EdwardsPoint right) =>
        (left.X * right.Y).EqualsMask(left.Y * right.X) | (left.Y * right.Y).EqualsMask(left.X * right.X);

    /// <summary>The element of 64 uniform bytes, such as a SHA-512 hash (RFC 9496 §4.3.4): hash-to-group.</summary>
    internal static EdwardsPoint FromUniformBytes(ReadOnlySpan<byte> uniform) =>
        Map(FieldElement.Read(uniform)) + Map(FieldElement.Read(uniform[32..]));

    private static EdwardsPoint Map(in FieldElement t)
    {
        FieldElement r = FieldConstants.RootOfMinusOne * t.Square();
        FieldElement u = (r + FieldElement.One) * FieldConstants.OneMinusDSquared;
        FieldElement v = (-FieldElement.One - (r * FieldConstants.D)) * (r + FieldConstants.D);
        ulong notSquare = FieldElement.SquareRootOfRatio(u, v, out FieldElement s) ^ 1;
        s = s.Select(-(s * t).Absolute(), notSquare);
        FieldElement c = (-FieldElement.One).Select(r, notSquare);
        FieldElement n = (c * (r - FieldElement.One) * FieldConstants.DMinusOneSquared) - v;
        FieldElement w0 = (s + s) * v;
        FieldElement w1 = n * FieldConstants.RootOfADMinusOne;
        FieldElement square = s.Square();
        FieldElement w2 = FieldElement.One - square;
        FieldElement w3 = FieldElement.One + square;
        return new(w0 * w3, w2 * w1, w1 * w3, w0 * w2);
    }
}
