using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Four elements in AVX2 with fused multiply-add: five vectors of doubles that hold signed integers in radix 2⁵¹.</summary>
/// <remarks>docs/protocol/field.md §9 and §11. The high half of a product of two limbs is its sum with an anchor, rounded to multiples of 2⁵¹; the low half
/// is what that rounding left, which a second fused multiply-add finds exactly if the product is below 2¹⁰².</remarks>
internal unsafe partial struct Avx2Lanes : ILaneField<Avx2Lanes>
{
    // 1.5·2¹⁰³ rounds what is added to it to multiples of 2⁵¹, 1.5·2⁵² to integers; the lowest bits of the sums count them.
    private const double HighAnchor = 1.5 * (1UL << 52) * (1UL << 51);
    private const double LowAnchor = 1.5 * (1UL << 52);
    private const long HighAnchorBits = 0x4668_0000_0000_0000;
    private const long LowAnchorBits = 0x4338_0000_0000_0000;

    private const long LimbMask = (1L << 51) - 1;
    private const long HalfLimb = 1L << 50;

    // A multiple of 2⁵¹ that keeps limbs from falling below zero: AVX2 shifts 64 bits without their sign only.
    private const long Lift = 1L << 62;

    private Vector256<double> _limb0, _limb1, _limb2, _limb3, _limb4;

    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply(in Avx2Lanes left, in Avx2Lanes right, out Avx2Lanes product)
    {
        AssertFactors(left, right);
        unchecked
        {
            Vector256<long> t0 = Start(1, 0), t1 = Start(2, 1), t2 = Start(3, 2), t3 = Start(4, 3), t4 = Start(5, 4);
            Vector256<long> t5 = Start(4, 5), t6 = Start(3, 4), t7 = Start(2, 3), t8 = Start(1, 2), t9 = Start(0, 1);
            Vector256<double> b0 = right._limb0, b1 = right._limb1, b2 = right._limb2, b3 = right._limb3, b4 = right._limb4;
            Vector256<double> a = left._limb0;
            Product(a, b0, ref t0, ref t1);
            Product(a, b1, ref t1, ref t2);
            Product(a, b2, ref t2, ref t3);
            Product(a, b3, ref t3, ref t4);
            Product(a, b4, ref t4, ref t5);
            a = left._limb1;
            Product(a, b0, ref t1, ref t2);
            Product(a, b1, ref t2, ref t3);
            Product(a, b2, ref t3, ref t4);
            Product(a, b3, ref t4, ref t5);
            Product(a, b4, ref t5, ref t6);
            a = left._limb2;
            Product(a, b0, ref t2, ref t3);
            Product(a, b1, ref t3, ref t4);
            Product(a, b2, ref t4, ref t5);
            Product(a, b3, ref t5, ref t6);
            Product(a, b4, ref t6, ref t7);
            a = left._limb3;
            Product(a, b0, ref t3, ref t4);
            Product(a, b1, ref t4, ref t5);
            Product(a, b2, ref t5, ref t6);
            Product(a, b3, ref t6, ref t7);
            Product(a, b4, ref t7, ref t8);
            a = left._limb4;
            Product(a, b0, ref t4, ref t5);
            Product(a, b1, ref t5, ref t6);
            Product(a, b2, ref t6, ref t7);
            Product(a, b3, ref t7, ref t8);
            Product(a, b4, ref t8, ref t9);
            Reduce(t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, out product);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Square(in Avx2Lanes value, out Avx2Lanes square)
    {
        unchecked
        {
            Vector256<long> t0 = Start(1, 0), t1 = Start(1, 1), t2 = Start(2, 1), t3 = Start(2, 2), t4 = Start(3, 2);
            Vector256<long> t5 = Start(2, 3), t6 = Start(2, 2), t7 = Start(1, 2), t8 = Start(1, 1), t9 = Start(0, 1);
            Vector256<double> a0 = value._limb0, a1 = value._limb1, a2 = value._limb2, a3 = value._limb3, a4 = value._limb4;
            AssertFactors(new() { _limb0 = a0 + a0, _limb1 = a1 + a1, _limb2 = a2 + a2, _limb3 = a3 + a3 }, value);
            Product(a0, a0, ref t0, ref t1);
            Product(a1, a1, ref t2, ref t3);
            Product(a2, a2, ref t4, ref t5);
            Product(a3, a3, ref t6, ref t7);
            Product(a4, a4, ref t8, ref t9);
            Vector256<double> twice = a0 + a0;
            Product(twice, a1, ref t1, ref t2);
            Product(twice, a2, ref t2, ref t3);
            Product(twice, a3, ref t3, ref t4);
            Product(twice, a4, ref t4, ref t5);
            twice = a1 + a1;
            Product(twice, a2, ref t3, ref t4);
            Product(twice, a3, ref t4, ref t5);
            Product(twice, a4, ref t5, ref t6);
            twice = a2 + a2;
            Product(twice, a3, ref t5, ref t6);
            Product(twice, a4, ref t6, ref t7);
            twice = a3 + a3;
            Product(twice, a4, ref t7, ref t8);
            Reduce(t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, out square);
        }
    }

    // Minus the anchors that a column's low and high halves will bring.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Start(long lows, long highs) => Vector256.Create(unchecked(-(lows * LowAnchorBits) - (highs * HighAnchorBits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Product(Vector256<double> left, Vector256<double> right, ref Vector256<long> low, ref Vector256<long> high)
    {
        Vector256<double> upper = Fma.MultiplyAdd(left, right, Vector256.Create(HighAnchor));
        Vector256<double> lower = Fma.MultiplyAdd(left, right, Vector256.Create(HighAnchor + LowAnchor) - upper);
        high += upper.AsInt64();
        low += lower.AsInt64();
    }

    // From ten columns below 2⁵⁴ to limbs of weight 1 (field.md §11).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce(
        Vector256<long> t0,
        Vector256<long> t1,
        Vector256<long> t2,
        Vector256<long> t3,
        Vector256<long> t4,
        Vector256<long> t5,
        Vector256<long> t6,
        Vector256<long> t7,
        Vector256<long> t8,
        Vector256<long> t9,
        out Avx2Lanes result)
    {
        Vector256<long> lifted = Vector256.Create(HalfLimb + Lift);
        CarryHalves(
            t0 + Nineteen(t5) + lifted,
            t1 + Nineteen(t6) + lifted,
            t2 + Nineteen(t7) + lifted,
            t3 + Nineteen(t8) + lifted,
            t4 + Nineteen(t9) + lifted,
            out result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Nineteen(Vector256<long> value) => (value << 4) + (value << 1) + value;

    // One parallel carry of lifted limbs to which half a limb has been added, and the way back to doubles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CarryHalves(
        Vector256<long> limb0, Vector256<long> limb1, Vector256<long> limb2, Vector256<long> limb3, Vector256<long> limb4, out Avx2Lanes result)
    {
        unchecked
        {
            Vector256<long> mask = Vector256.Create(LimbMask);
            Vector256<long> other = Vector256.Create(LowAnchorBits - HalfLimb - (Lift >> 51));
            Vector256<long> first = Vector256.Create(LowAnchorBits - HalfLimb - (19 * (Lift >> 51)));

            // A carry is below 2¹³, so that a product of 32 bits holds 19 times it.
            Vector256<long> around = Avx2.Multiply((limb4 >>> 51).AsUInt32(), Vector256.Create(19UL).AsUInt32()).AsInt64();
            result._limb0 = Real((limb0 & mask) + (around + first));
            result._limb1 = Real((limb1 & mask) + ((limb0 >>> 51) + other));
            result._limb2 = Real((limb2 & mask) + ((limb1 >>> 51) + other));
            result._limb3 = Real((limb3 & mask) + ((limb2 >>> 51) + other));
            result._limb4 = Real((limb4 & mask) + ((limb3 >>> 51) + other));
        }
    }

    // From the bits of an integer plus the anchor to the integer as a double; the integer is between −2⁵¹ and 2⁵¹.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Real(Vector256<long> anchored) => anchored.AsDouble() - Vector256.Create(LowAnchor);

    // Every product of two limbs is below 2¹⁰² − 2⁵⁰ (field.md §11).
    [Conditional("DEBUG")]
    private static void AssertFactors(in Avx2Lanes left, in Avx2Lanes right)
    {
        Vector256<double> bound = Vector256.Create((double)(1UL << 51) * (1UL << 51) * (1 - 1e-15));
        Debug.Assert(Vector256.LessThanAll(left.Magnitude() * right.Magnitude(), bound));
    }

    private readonly Vector256<double> Magnitude() => Vector256.Max(
        Vector256.Max(Vector256.Max(Vector256.Abs(_limb0), Vector256.Abs(_limb1)), Vector256.Max(Vector256.Abs(_limb2), Vector256.Abs(_limb3))),
        Vector256.Abs(_limb4));
}
