using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Eight elements in AVX-512: five vectors of signed limbs in radix 2⁵¹.</summary>
/// <remarks>docs/protocol/field.md §9 and §10. A product's column is known modulo 2⁶⁴ from integer products, and to within 2⁶² from a chain of
/// fused multiply-adds whose sum is rounded to multiples of 2⁶⁰: their difference is small, so that the rounding need not be exact anywhere.
/// .NET 10 exposes no IFMA, which would give both halves at once.</remarks>
internal unsafe partial struct Avx512Lanes : ILaneField<Avx512Lanes>
{
    // 1.5·2¹¹²: sums from 2¹¹¹ below to 2¹¹¹ above it are rounded to multiples of 2⁶⁰, which its lowest bits count.
    private const double Anchor = 1.5 * (1UL << 56) * (1UL << 56);
    private const long AnchorBits = 0x46F8_0000_0000_0000;
    private const int AnchorShift = 60;

    private const long LimbMask = (1L << 51) - 1;
    private const long HalfLimb = 1L << 50;

    private Vector512<long> _limb0, _limb1, _limb2, _limb3, _limb4;

    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    public static bool IsSupported => Avx512F.IsSupported && Avx512DQ.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply(in Avx512Lanes left, in Avx512Lanes right, out Avx512Lanes product)
    {
        left.AssertLoose();
        right.AssertLoose();
        unchecked
        {
            Vector512<long> b0 = right._limb0, b1 = right._limb1, b2 = right._limb2, b3 = right._limb3, b4 = right._limb4;
            Vector512<long> n1 = Times(b1, Vector512.Create(19L)), n2 = Times(b2, Vector512.Create(19L));
            Vector512<long> n3 = Times(b3, Vector512.Create(19L)), n4 = Times(b4, Vector512.Create(19L));
            Vector512<double> d0 = Real(b0), d1 = Real(b1), d2 = Real(b2), d3 = Real(b3), d4 = Real(b4);
            Vector512<double> m1 = Real(n1), m2 = Real(n2), m3 = Real(n3), m4 = Real(n4);
            Vector512<double> anchor = Vector512.Create(Anchor);

            Vector512<long> a = left._limb0;
            Vector512<double> f = Real(a);
            Vector512<long> low0 = Times(a, b0), low1 = Times(a, b1), low2 = Times(a, b2), low3 = Times(a, b3), low4 = Times(a, b4);
            Vector512<double> high0 = TimesAdd(f, d0, anchor), high1 = TimesAdd(f, d1, anchor), high2 = TimesAdd(f, d2, anchor);
            Vector512<double> high3 = TimesAdd(f, d3, anchor), high4 = TimesAdd(f, d4, anchor);

            a = left._limb1;
            f = Real(a);
            low0 += Times(a, n4);
            low1 += Times(a, b0);
            low2 += Times(a, b1);
            low3 += Times(a, b2);
            low4 += Times(a, b3);
            high0 = TimesAdd(f, m4, high0);
            high1 = TimesAdd(f, d0, high1);
            high2 = TimesAdd(f, d1, high2);
            high3 = TimesAdd(f, d2, high3);
            high4 = TimesAdd(f, d3, high4);

            a = left._limb2;
            f = Real(a);
            low0 += Times(a, n3);
            low1 += Times(a, n4);
            low2 += Times(a, b0);
            low3 += Times(a, b1);
            low4 += Times(a, b2);
            high0 = TimesAdd(f, m3, high0);
            high1 = TimesAdd(f, m4, high1);
            high2 = TimesAdd(f, d0, high2);
            high3 = TimesAdd(f, d1, high3);
            high4 = TimesAdd(f, d2, high4);

            a = left._limb3;
            f = Real(a);
            low0 += Times(a, n2);
            low1 += Times(a, n3);
            low2 += Times(a, n4);
            low3 += Times(a, b0);
            low4 += Times(a, b1);
            high0 = TimesAdd(f, m2, high0);
            high1 = TimesAdd(f, m3, high1);
            high2 = TimesAdd(f, m4, high2);
            high3 = TimesAdd(f, d0, high3);
            high4 = TimesAdd(f, d1, high4);

            a = left._limb4;
            f = Real(a);
            low0 += Times(a, n1);
            low1 += Times(a, n2);
            low2 += Times(a, n3);
            low3 += Times(a, n4);
            low4 += Times(a, b0);
            high0 = TimesAdd(f, m1, high0);
            high1 = TimesAdd(f, m2, high1);
            high2 = TimesAdd(f, m3, high2);
            high3 = TimesAdd(f, m4, high3);
            high4 = TimesAdd(f, d0, high4);
            Reduce(low0, low1, low2, low3, low4, high0, high1, high2, high3, high4, out product);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Square(in Avx512Lanes value, out Avx512Lanes square)
    {
        value.AssertLoose();
        unchecked
        {
            Vector512<long> a0 = value._limb0, a1 = value._limb1, a2 = value._limb2, a3 = value._limb3, a4 = value._limb4;
            Vector512<long> n3 = Times(a3, Vector512.Create(19L)), n4 = Times(a4, Vector512.Create(19L));
            Vector512<long> t0 = a0 + a0, t1 = a1 + a1, t2 = a2 + a2, t3 = a3 + a3;
            Vector512<double> f0 = Real(a0), f1 = Real(a1), f2 = Real(a2), f3 = Real(a3), f4 = Real(a4), m3 = Real(n3), m4 = Real(n4);
            Vector512<double> d0 = f0 + f0, d1 = f1 + f1, d2 = f2 + f2, d3 = f3 + f3;
            Vector512<double> anchor = Vector512.Create(Anchor);
            Reduce(
                Times(a0, a0) + Times(t1, n4) + Times(t2, n3),
                Times(t0, a1) + Times(t2, n4) + Times(a3, n3),
                Times(t0, a2) + Times(a1, a1) + Times(t3, n4),
                Times(t0, a3) + Times(t1, a2) + Times(a4, n4),
                Times(t0, a4) + Times(t1, a3) + Times(a2, a2),
                TimesAdd(d2, m3, TimesAdd(d1, m4, TimesAdd(f0, f0, anchor))),
                TimesAdd(f3, m3, TimesAdd(d2, m4, TimesAdd(d0, f1, anchor))),
                TimesAdd(d3, m4, TimesAdd(f1, f1, TimesAdd(d0, f2, anchor))),
                TimesAdd(f4, m4, TimesAdd(d1, f2, TimesAdd(d0, f3, anchor))),
                TimesAdd(f2, f2, TimesAdd(d1, f3, TimesAdd(d0, f4, anchor))),
                out square);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Times(Vector512<long> left, Vector512<long> right) => Avx512DQ.MultiplyLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Real(Vector512<long> value) => Avx512DQ.ConvertToVector512Double(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> TimesAdd(Vector512<double> left, Vector512<double> right, Vector512<double> addend) =>
        Avx512F.FusedMultiplyAdd(left, right, addend);

    // From columns modulo 2⁶⁴ and their anchored approximations to limbs of weight 1 (field.md §10).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce(
        Vector512<long> low0,
        Vector512<long> low1,
        Vector512<long> low2,
        Vector512<long> low3,
        Vector512<long> low4,
        Vector512<double> high0,
        Vector512<double> high1,
        Vector512<double> high2,
        Vector512<double> high3,
        Vector512<double> high4,
        out Avx512Lanes result)
    {
        unchecked
        {
            // A column is rest + 2⁶⁰·count. Its count weighs 2⁶⁰ = 2⁹·2⁵¹, so 2⁹ in the next column; out of column 4, 19 times that.
            // The anchor's own bits end in 60 zeros; what they add in the next column is subtracted with the constants.
            const int Up = AnchorShift - 51;
            Vector512<long> other = Vector512.Create(HalfLimb - (AnchorBits << Up));
            Vector512<long> first = Vector512.Create(HalfLimb - (AnchorBits * (19L << Up)));
            Vector512<long> bits0 = high0.AsInt64(), bits1 = high1.AsInt64(), bits2 = high2.AsInt64(), bits3 = high3.AsInt64(), bits4 = high4.AsInt64();
            CarryHalves(
                low0 - (bits0 << AnchorShift) + (Times(bits4, Vector512.Create(19L << Up)) + first),
                low1 - (bits1 << AnchorShift) + ((bits0 << Up) + other),
                low2 - (bits2 << AnchorShift) + ((bits1 << Up) + other),
                low3 - (bits3 << AnchorShift) + ((bits2 << Up) + other),
                low4 - (bits4 << AnchorShift) + ((bits3 << Up) + other),
                out result);
        }
    }

    // One parallel carry of limbs to which half a limb has been added: what remains is between −2⁵⁰ and 2⁵⁰, plus the neighbour's carry.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CarryHalves(
        Vector512<long> limb0, Vector512<long> limb1, Vector512<long> limb2, Vector512<long> limb3, Vector512<long> limb4, out Avx512Lanes result)
    {
        unchecked
        {
            Vector512<long> mask = Vector512.Create(LimbMask);
            Vector512<long> half = Vector512.Create(HalfLimb);
            result._limb0 = (limb0 & mask) + (Times(limb4 >> 51, Vector512.Create(19L)) - half);
            result._limb1 = (limb1 & mask) + ((limb0 >> 51) - half);
            result._limb2 = (limb2 & mask) + ((limb1 >> 51) - half);
            result._limb3 = (limb3 & mask) + ((limb2 >> 51) - half);
            result._limb4 = (limb4 & mask) + ((limb3 >> 51) - half);
        }
    }

    [Conditional("DEBUG")]
    private readonly void AssertLoose()
    {
        Vector512<long> bound = Vector512.Create((1L << 52) + (1L << 18));
        foreach (Vector512<long> limb in (ReadOnlySpan<Vector512<long>>)[_limb0, _limb1, _limb2, _limb3, _limb4])
        {
            Debug.Assert(Vector512.LessThanOrEqualAll(Vector512.Abs(limb), bound));
        }
    }
}
