using System.Runtime.CompilerServices;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>One point of the curve a lane, in extended coordinates of weight 1.</summary>
/// <remarks>docs/protocol/field.md §5: the same complete formulas as <see cref="EdwardsPoint"/>. The comments give weights (§9).</remarks>
internal unsafe struct LanePoint<T>
    where T : unmanaged, ILaneField<T>
{
    private T _x, _y, _z, _t;

    /// <summary>The neutral point in every lane.</summary>
    internal static LanePoint<T> Identity
    {
        get
        {
            LanePoint<T> identity;
            identity._x = T.Broadcast(default);
            identity._y = T.Broadcast(FieldElement.One);
            identity._z = identity._y;
            identity._t = identity._x;
            return identity;
        }
    }

    /// <summary>Reads a lane's point from each row of <see cref="LaneRow.QuadrupleLimbs"/> limbs.</summary>
    internal void Load(long** rows) => T.LoadQuadruples(rows, out _x, out _y, out _z, out _t);

    /// <summary>Writes each lane's point to its row.</summary>
    internal readonly void Store(long** rows) => T.StoreQuadruples(rows, _x, _y, _z, _t);

    /// <summary>Writes each lane's point as one of <see cref="EdwardsPoint"/>s that are neighbours.</summary>
    internal readonly void Store(EdwardsPoint* points)
    {
        FieldElement* x = stackalloc FieldElement[4 * LaneRow.MaxLanes];
        FieldElement* y = x + LaneRow.MaxLanes, z = y + LaneRow.MaxLanes, t = z + LaneRow.MaxLanes;
        T.Store(x, _x);
        T.Store(y, _y);
        T.Store(z, _z);
        T.Store(t, _t);
        for (int lane = 0; lane < T.Count; lane++)
        {
            points[lane] = new(x[lane], y[lane], z[lane], t[lane]);
        }
    }

    /// <summary>Adds a point in affine coordinates, given as y + x, y − x and 2·d·x·y of weight 1.</summary>
    [SkipLocalsInit]
    internal void Add(in T plus, in T minus, in T twoDT)
    {
        T.Subtract(_y, _x, out T difference);
        T.Multiply(difference, minus, out T a);
        T.Add(_y, _x, out T sum);
        T.Multiply(sum, plus, out T b);
        T.Multiply(_t, twoDT, out T c);
        T.Add(_z, _z, out T d);
        Combine(a, b, c, d);
    }

    /// <summary>Affine points of weight 1.</summary>
    [SkipLocalsInit]
    internal static LanePoint<T> FromAffine(in T x, in T y)
    {
        LanePoint<T> point;
        point._x = x;
        point._y = y;
        point._z = LaneConstants<T>.One;
        T.Multiply(x, y, out point._t);
        return point;
    }

    /// <summary>The lanes that hold the neutral point.</summary>
    internal readonly uint IdentityMask()
    {
        T.Subtract(_y, _z, out T difference);
        return T.ZeroMask(_x) & T.ZeroMask(difference);
    }

    /// <summary>Adds each point to itself.</summary>
    [SkipLocalsInit]
    internal void Double()
    {
        T.Add(_x, _y, out T sum);
        T.PrepareFactor(ref sum);
        T.Square(sum, out T s);
        T.Square(_x, out T a);
        T.Square(_y, out T b);
        T.Square(_z, out T c);
        T.Add(a, b, out T h);
        T.Subtract(h, s, out T e);
        T.Subtract(a, b, out T g);
        T.Add(c, c, out T f);
        T.Add(f, g, out f);

        // Weights: e is 3, f 4, g and h 2.
        T.PrepareFactor(ref e);
        T.PrepareFactor(ref f);
        T.PrepareFactor(ref g);
        T.Multiply(e, f, out _x);
        T.Multiply(g, h, out _y);
        T.Multiply(f, g, out _z);
        T.Multiply(e, h, out _t);
    }

    /// <summary>Adds <paramref name="other"/>.</summary>
    /// <param name="other">The other points.</param>
    /// <param name="twoD">2·d in every lane.</param>
    [SkipLocalsInit]
    internal void Add(in LanePoint<T> other, in T twoD)
    {
        T.Subtract(_y, _x, out T difference);
        T.Subtract(other._y, other._x, out T otherDifference);
        T.PrepareFactor(ref difference);
        T.Multiply(difference, otherDifference, out T a);
        T.Add(_y, _x, out T sum);
        T.Add(other._y, other._x, out T otherSum);
        T.PrepareFactor(ref sum);
        T.Multiply(sum, otherSum, out T b);
        T.Multiply(_t, other._t, out T product);
        T.Multiply(product, twoD, out T c);
        T.Multiply(_z, other._z, out T zz);
        T.Add(zz, zz, out T d);
        Combine(a, b, c, d);
    }

    // Weights: a, b and c are 1, d is 2; e and h are 2, f and g are 3. Each product pairs e or g, carried, with f or h.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Combine(in T a, in T b, in T c, in T d)
    {
        T.Subtract(b, a, out T e);
        T.Subtract(d, c, out T f);
        T.Add(d, c, out T g);
        T.Add(b, a, out T h);
        T.PrepareFactor(ref e);
        T.PrepareFactor(ref g);
        T.Multiply(e, f, out _x);
        T.Multiply(g, h, out _y);
        T.Multiply(f, g, out _z);
        T.Multiply(e, h, out _t);
    }
}
