namespace Komandor.Cryptography.Curve25519;

/// <summary>A point of the curve −x² + y² = 1 + d·x²·y² in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.</summary>
/// <remarks>docs/protocol/field.md §5. The formulas are complete (a = −1 is a square, d is none): no pair of points is an exception.
/// Coordinates are tight. Constant time unless the name says otherwise.</remarks>
internal readonly partial struct EdwardsPoint
{
    /// <summary>The bytes of an encoding.</summary>
    internal const int SizeBytes = 32;

    internal readonly FieldElement X, Y, Z, T;

    internal EdwardsPoint(in FieldElement x, in FieldElement y, in FieldElement z, in FieldElement t)
    {
        X = x;
        Y = y;
        Z = z;
        T = t;
    }

    /// <summary>The neutral point (0, 1).</summary>
    internal static EdwardsPoint Identity => new(default, FieldElement.One, FieldElement.One, default);

    /// <summary>The base point of RFC 8032: y = 4/5, x not negative.</summary>
    internal static EdwardsPoint Base { get; } = ReadBase();

    /// <summary>The sum.</summary>
    public static EdwardsPoint operator +(in EdwardsPoint left, in EdwardsPoint right) => left.Add(right.ToCached());

    /// <summary>The negative.</summary>
    public static EdwardsPoint operator -(in EdwardsPoint point) => new(-point.X, point.Y, point.Z, -point.T);

    /// <summary>The sum with a prepared point (Hisil, Wong, Carter and Dawson 2008, §3.1).</summary>
    internal EdwardsPoint Add(in CachedPoint other)
    {
        FieldElement minus = (Y - X) * other.YMinusX;
        FieldElement plus = (Y + X) * other.YPlusX;
        FieldElement product = T * other.TwoDT;
        FieldElement scale = Z * other.TwoZ;
        FieldElement e = plus - minus;
        FieldElement f = scale - product;
        FieldElement g = scale + product;
        FieldElement h = plus + minus;
        return new(e * f, g * h, f * g, e * h);
    }

    /// <summary>The point added to itself (the same paper, §3.3, with the signs of all four factors turned).</summary>
    internal EdwardsPoint Double()
    {
        Double(X, Y, Z, out FieldElement e, out FieldElement f, out FieldElement g, out FieldElement h);
        return new(e * f, g * h, f * g, e * h);
    }

    /// <summary>The point doubled <paramref name="count"/> times, at least once: T is left out but for the last, for a doubling does not need it.</summary>
    internal EdwardsPoint DoubleTimes(int count)
    {
        FieldElement x = X, y = Y, z = Z;
        FieldElement e, f, g, h;
        for (; count > 1; count--)
        {
            Double(x, y, z, out e, out f, out g, out h);
            x = e * f;
            y = g * h;
            z = f * g;
        }

        Double(x, y, z, out e, out f, out g, out h);
        return new(e * f, g * h, f * g, e * h);
    }

    // The four factors of the doubled point's coordinates, from a point's first three.
    private static void Double(
        in FieldElement x, in FieldElement y, in FieldElement z, out FieldElement e, out FieldElement f, out FieldElement g, out FieldElement h)
    {
        FieldElement xx = x.Square();
        FieldElement yy = y.Square();
        FieldElement zz = z.Square();
        h = xx + yy;
        e = h - (x + y).Square();
        g = xx - yy;
        f = zz + zz + g;
    }

    /// <summary>The point prepared to be added.</summary>
    internal CachedPoint ToCached() => new(Y + X, Y - X, Z + Z, T * FieldConstants.TwoD);

    /// <summary>Eight times the point: the neutral one exactly for the eight points of small order.</summary>
    internal EdwardsPoint MultiplyByCofactor() => DoubleTimes(3);

    /// <summary>1 if this is the neutral point, else 0.</summary>
    internal ulong IsIdentityMask() => X.IsZeroMask() & Y.EqualsMask(Z);

    /// <summary>1 if the points are equal, else 0.</summary>
    internal ulong EqualsMask(in EdwardsPoint other) =>
        (X * other.Z).EqualsMask(other.X * Z) & (Y * other.Z).EqualsMask(other.Y * Z);

    /// <summary>The point times <paramref name="scalar"/>, both of which may be secret: no branch and no index depends on them.</summary>
    internal EdwardsPoint Multiply(in Scalar scalar)
    {
        Span<CachedPoint> table = stackalloc CachedPoint[16];
        table[0] = CachedPoint.Identity;
        EdwardsPoint multiple = this;
        for (int index = 1; index < table.Length; index++)
        {
            table[index] = multiple.ToCached();
            multiple = multiple.Add(table[1]);
        }

        EdwardsPoint result = Identity;
        for (int position = 252; position >= 0; position -= 4)
        {
            result = result.DoubleTimes(4);
            ulong digit = (ulong)scalar.Bits(position, 4);
            CachedPoint chosen = table[0];
            for (int index = 1; index < table.Length; index++)
            {
                // The top bit of (x − 1) for x = digit ^ index tells whether they are equal.
                chosen = chosen.Select(table[index], unchecked((digit ^ (ulong)index) - 1) >> 63);
            }

            result = result.Add(chosen);
        }

        return result;
    }

    private static EdwardsPoint ReadBase()
    {
        Span<byte> encoded = stackalloc byte[SizeBytes];
        encoded.Fill(0x66);
        encoded[0] = 0x58;
        TryReadCanonical(encoded, out EdwardsPoint point);
        return point;
    }
}
