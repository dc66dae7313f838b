using System.Runtime.CompilerServices;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Proofs.Lanes;

/// <summary>One point a lane, prepared to be added: y + x, y − x, 2z and 2dt, each of weight 1.</summary>
internal unsafe struct LaneCached<T>
    where T : unmanaged, ILaneField<T>
{
    internal T Plus, Minus, TwoZ, TwoDT;

    /// <summary>The neutral point in every lane.</summary>
    internal static LaneCached<T> Identity
    {
        get
        {
            LaneCached<T> identity;
            identity.Plus = LaneConstants<T>.One;
            identity.Minus = LaneConstants<T>.One;
            T.Add(identity.Plus, identity.Plus, out identity.TwoZ);
            T.Carry(ref identity.TwoZ);
            identity.TwoDT = LaneConstants<T>.Zero;
            return identity;
        }
    }

    /// <summary>Reads each lane's row of 20 limbs.</summary>
    internal void Load(long** rows) => T.LoadQuadruples(rows, out Plus, out Minus, out TwoZ, out TwoDT);

    /// <summary>Writes each lane's row.</summary>
    internal readonly void Store(long** rows) => T.StoreQuadruples(rows, Plus, Minus, TwoZ, TwoDT);

    /// <summary>Takes <paramref name="other"/> in the lanes of <paramref name="mask"/>. Constant time.</summary>
    internal void Take(uint mask, in LaneCached<T> other)
    {
        T.Select(mask, Plus, other.Plus, out Plus);
        T.Select(mask, Minus, other.Minus, out Minus);
        T.Select(mask, TwoZ, other.TwoZ, out TwoZ);
        T.Select(mask, TwoDT, other.TwoDT, out TwoDT);
    }

    /// <summary>Negates the lanes of <paramref name="mask"/>. Constant time.</summary>
    [SkipLocalsInit]
    internal void Negate(uint mask)
    {
        T plus = Plus;
        T.Select(mask, Plus, Minus, out Plus);
        T.Select(mask, Minus, plus, out Minus);
        T.Subtract(LaneConstants<T>.Zero, TwoDT, out T negative);
        T.Select(mask, TwoDT, negative, out TwoDT);
    }
}
