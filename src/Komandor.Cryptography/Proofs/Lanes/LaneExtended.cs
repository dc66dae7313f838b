using System.Runtime.CompilerServices;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Proofs.Lanes;

/// <summary>One point a lane in extended coordinates of weight 1, to be doubled and added to: multiples of many points side by side.</summary>
/// <remarks>docs/protocol/field.md §5 and §9: the formulas of <see cref="EdwardsPoint"/>; the comments give weights. T may be left out where a
/// doubling follows, which does not read it.</remarks>
internal unsafe struct LaneExtended<T>
    where T : unmanaged, ILaneField<T>
{
    private T _x, _y, _z, _t;

    /// <summary>The neutral point in every lane.</summary>
    internal static LaneExtended<T> Identity
    {
        get
        {
            LaneExtended<T> identity;
            identity._x = LaneConstants<T>.Zero;
            identity._y = LaneConstants<T>.One;
            identity._z = LaneConstants<T>.One;
            identity._t = LaneConstants<T>.Zero;
            return identity;
        }
    }

    /// <summary>Reads one <see cref="EdwardsPoint"/> a lane.</summary>
    /// <param name="points">For each lane where its point is: four elements of five words, a row of 20 limbs.</param>
    internal void Load(long** points)
    {
        T.LoadQuadruples(points, out _x, out _y, out _z, out _t);
        T.FromWords(ref _x);
        T.FromWords(ref _y);
        T.FromWords(ref _z);
        T.FromWords(ref _t);
    }

    /// <summary>Writes each lane's point as one of <see cref="EdwardsPoint"/>s that are neighbours.</summary>
    [SkipLocalsInit]
    internal readonly void Store(EdwardsPoint* points, int count)
    {
        FieldElement* x = stackalloc FieldElement[4 * LaneRow.MaxLanes];
        FieldElement* y = x + LaneRow.MaxLanes, z = y + LaneRow.MaxLanes, t = z + LaneRow.MaxLanes;
        T.Store(x, _x);
        T.Store(y, _y);
        T.Store(z, _z);
        T.Store(t, _t);
        for (int lane = 0; lane < count; lane++)
        {
            points[lane] = new(x[lane], y[lane], z[lane], t[lane]);
        }
    }

    /// <summary>The point prepared to be added.</summary>
    [SkipLocalsInit]
    internal readonly void ToCached(out LaneCached<T> cached)
    {
        T.Add(_y, _x, out cached.Plus);
        T.Subtract(_y, _x, out cached.Minus);
        T.Add(_z, _z, out cached.TwoZ);
        T.Carry(ref cached.Plus);
        T.Carry(ref cached.Minus);
        T.Carry(ref cached.TwoZ);
        T.Multiply(_t, LaneConstants<T>.TwoD, out cached.TwoDT);
    }

    /// <summary>Doubles the point.</summary>
    /// <param name="withT">Whether T is needed: an addition follows.</param>
    [SkipLocalsInit]
    internal void Double(bool withT)
    {
        T.Square(_x, out T xx);
        T.Square(_y, out T yy);
        T.Square(_z, out T zz);
        T.Add(_x, _y, out T sum);
        T.PrepareFactor(ref sum);
        T.Square(sum, out T square);

        // Weights: h and g are 2, e is 3, f is 4.
        T.Add(xx, yy, out T h);
        T.Subtract(h, square, out T e);
        T.Subtract(xx, yy, out T g);
        T.Add(zz, zz, out T f);
        T.Add(f, g, out f);
        Combine(ref e, f, ref g, h, withT);
    }

    /// <summary>Adds a prepared point.</summary>
    /// <param name="other">The other points.</param>
    /// <param name="withT">Whether T is needed: another addition follows, or the end.</param>
    [SkipLocalsInit]
    internal void Add(in LaneCached<T> other, bool withT)
    {
        T.Subtract(_y, _x, out T difference);
        T.Multiply(difference, other.Minus, out T a);
        T.Add(_y, _x, out T sum);
        T.Multiply(sum, other.Plus, out T b);
        T.Multiply(_t, other.TwoDT, out T c);
        T.Multiply(_z, other.TwoZ, out T d);

        // Weights: all are 2.
        T.Subtract(b, a, out T e);
        T.Subtract(d, c, out T f);
        T.Add(d, c, out T g);
        T.Add(b, a, out T h);
        Combine(ref e, f, ref g, h, withT);
    }

    // Each product pairs e or g, made a factor, with f or h.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Combine(ref T e, in T f, ref T g, in T h, bool withT)
    {
        T.PrepareFactor(ref e);
        T.PrepareFactor(ref g);
        T.Multiply(e, f, out _x);
        T.Multiply(g, h, out _y);
        T.Multiply(g, f, out _z);
        if (withT)
        {
            T.Multiply(e, h, out _t);
        }
    }
}
