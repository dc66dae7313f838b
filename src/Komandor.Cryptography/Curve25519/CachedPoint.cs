namespace Komandor.Cryptography.Curve25519;

/// <summary>A point prepared to be added: (Y + X, Y − X, 2Z, 2dT).</summary>
internal readonly struct CachedPoint
{
    internal readonly FieldElement YPlusX, YMinusX, TwoZ, TwoDT;

    internal CachedPoint(in FieldElement yPlusX, in FieldElement yMinusX, in FieldElement twoZ, in FieldElement twoDT)
    {
        YPlusX = yPlusX;
        YMinusX = yMinusX;
        TwoZ = twoZ;
        TwoDT = twoDT;
    }

    /// <summary>The neutral point.</summary>
    internal static CachedPoint Identity => new(FieldElement.One, FieldElement.One, FieldElement.One + FieldElement.One, default);

    /// <summary>The negative point.</summary>
    public static CachedPoint operator -(in CachedPoint point) => new(point.YMinusX, point.YPlusX, point.TwoZ, -point.TwoDT);

    /// <summary><paramref name="other"/> where <paramref name="choice"/> is 1, this point where it is 0. Constant time.</summary>
    internal CachedPoint Select(in CachedPoint other, ulong choice) => new(
        YPlusX.Select(other.YPlusX, choice),
        YMinusX.Select(other.YMinusX, choice),
        TwoZ.Select(other.TwoZ, choice),
        TwoDT.Select(other.TwoDT, choice));
}
