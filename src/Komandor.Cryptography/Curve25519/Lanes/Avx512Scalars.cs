using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Eight scalars modulo ℓ side by side in AVX-512; the definition is <see cref="Scalar"/>. Constant time.</summary>
/// <remarks>docs/protocol/field.md §12. Five limbs of 51 bits, not negative. Columns are known as in <see cref="Avx512Lanes"/>: modulo 2⁶⁴, and to within 2⁶³ by
/// fused multiply-adds. Products are Montgomery's with radix 2²⁵⁵.</remarks>
internal unsafe struct Avx512Scalars
{
    private const double Anchor = 1.5 * (1UL << 56) * (1UL << 56);
    private const long AnchorBits = 0x46F8_0000_0000_0000;
    private const int AnchorShift = 60;
    private const long LimbMask = (1L << 51) - 1;

    // ℓ's limbs; the fourth is zero, the fifth 2⁴⁸. And −ℓ⁻¹ modulo 2⁵¹.
    private const long Order0 = 0x5812631A5CF5D3ED & LimbMask;
    private const long Order1 = ((0x5812631A5CF5D3ED >> 51) | (0x14DEF9DEA2F79CD6 << 13)) & LimbMask;
    private const long Order2 = 0x14DEF9DEA2F79CD6 >> 38;
    private const long Order4 = 1L << 48;
    private const long NegativeInverse = 0x52B51DA312547E1B & LimbMask;

    private Vector512<long> _limb0, _limb1, _limb2, _limb3, _limb4;

    /// <summary>Reads eight numbers of 256 bits, four words each, at the given distance in words.</summary>
    internal static void Load(long* words, int stride, out Avx512Scalars value)
    {
        long** rows = stackalloc long*[8];
        for (int lane = 0; lane < 8; lane++)
        {
            rows[lane] = words + (lane * stride);
        }

        Avx512Lanes.LoadColumns(rows, 0, out Vector512<long> a, out Vector512<long> b, out Vector512<long> c, out Vector512<long> d);
        Vector512<long> mask = Vector512.Create(LimbMask);
        value._limb0 = a & mask;
        value._limb1 = ((a >>> 51) | (b << 13)) & mask;
        value._limb2 = ((b >>> 38) | (c << 26)) & mask;
        value._limb3 = ((c >>> 25) | (d << 39)) & mask;
        value._limb4 = d >>> 12;
    }

    /// <summary>Writes eight numbers of four words.</summary>
    internal readonly void Store(long* words)
    {
        long** rows = stackalloc long*[8];
        for (int lane = 0; lane < 8; lane++)
        {
            rows[lane] = words + (lane * 4);
        }

        Avx512Lanes.StoreColumns(
            rows,
            0,
            _limb0 | (_limb1 << 51),
            (_limb1 >>> 13) | (_limb2 << 38),
            (_limb2 >>> 26) | (_limb3 << 25),
            (_limb3 >>> 39) | (_limb4 << 12));
    }

    /// <summary>left · right / 2²⁵⁵ modulo ℓ, for left below 2²⁵⁶ and right below ℓ; below 3·ℓ, and below 2·ℓ if left is below ℓ too.</summary>
    internal static void Montgomery(in Avx512Scalars left, in Avx512Scalars right, out Avx512Scalars product)
    {
        unchecked
        {
            Vector512<long> b0 = right._limb0, b1 = right._limb1, b2 = right._limb2, b3 = right._limb3, b4 = right._limb4;
            Vector512<double> d0 = Real(b0), d1 = Real(b1), d2 = Real(b2), d3 = Real(b3), d4 = Real(b4);
            Vector512<double> anchor = Vector512.Create(Anchor);
            Vector512<double> high0 = anchor, high1 = anchor, high2 = anchor, high3 = anchor, high4 = anchor;
            Vector512<double> high5 = anchor, high6 = anchor, high7 = anchor, high8 = anchor;
            Vector512<long> low0 = default, low1 = default, low2 = default, low3 = default, low4 = default;
            Vector512<long> low5 = default, low6 = default, low7 = default, low8 = default;
            Vector512<long> factor;
            Vector512<double> real;
            factor = left._limb0;
            real = Real(factor);
            Add(ref low0, ref high0, factor, real, b0, d0);
            Add(ref low1, ref high1, factor, real, b1, d1);
            Add(ref low2, ref high2, factor, real, b2, d2);
            Add(ref low3, ref high3, factor, real, b3, d3);
            Add(ref low4, ref high4, factor, real, b4, d4);

            factor = left._limb1;
            real = Real(factor);
            Add(ref low1, ref high1, factor, real, b0, d0);
            Add(ref low2, ref high2, factor, real, b1, d1);
            Add(ref low3, ref high3, factor, real, b2, d2);
            Add(ref low4, ref high4, factor, real, b3, d3);
            Add(ref low5, ref high5, factor, real, b4, d4);

            factor = left._limb2;
            real = Real(factor);
            Add(ref low2, ref high2, factor, real, b0, d0);
            Add(ref low3, ref high3, factor, real, b1, d1);
            Add(ref low4, ref high4, factor, real, b2, d2);
            Add(ref low5, ref high5, factor, real, b3, d3);
            Add(ref low6, ref high6, factor, real, b4, d4);

            factor = left._limb3;
            real = Real(factor);
            Add(ref low3, ref high3, factor, real, b0, d0);
            Add(ref low4, ref high4, factor, real, b1, d1);
            Add(ref low5, ref high5, factor, real, b2, d2);
            Add(ref low6, ref high6, factor, real, b3, d3);
            Add(ref low7, ref high7, factor, real, b4, d4);

            factor = left._limb4;
            real = Real(factor);
            Add(ref low4, ref high4, factor, real, b0, d0);
            Add(ref low5, ref high5, factor, real, b1, d1);
            Add(ref low6, ref high6, factor, real, b2, d2);
            Add(ref low7, ref high7, factor, real, b3, d3);
            Add(ref low8, ref high8, factor, real, b4, d4);

            // In each step a multiple of ℓ makes a column a multiple of 2⁵¹, which then moves to the next one.
            Vector512<long> mask = Vector512.Create(LimbMask), inverse = Vector512.Create(NegativeInverse), multiple;
            multiple = Times(low0, inverse) & mask;
            real = Real(multiple);
            Add(ref low0, ref high0, multiple, real, Vector512.Create(Order0), Vector512.Create((double)Order0));
            Add(ref low1, ref high1, multiple, real, Vector512.Create(Order1), Vector512.Create((double)Order1));
            Add(ref low2, ref high2, multiple, real, Vector512.Create(Order2), Vector512.Create((double)Order2));
            Add(ref low4, ref high4, multiple, real, Vector512.Create(Order4), Vector512.Create((double)Order4));
            low1 += CarryOf(low0, high0);

            multiple = Times(low1, inverse) & mask;
            real = Real(multiple);
            Add(ref low1, ref high1, multiple, real, Vector512.Create(Order0), Vector512.Create((double)Order0));
            Add(ref low2, ref high2, multiple, real, Vector512.Create(Order1), Vector512.Create((double)Order1));
            Add(ref low3, ref high3, multiple, real, Vector512.Create(Order2), Vector512.Create((double)Order2));
            Add(ref low5, ref high5, multiple, real, Vector512.Create(Order4), Vector512.Create((double)Order4));
            low2 += CarryOf(low1, high1);

            multiple = Times(low2, inverse) & mask;
            real = Real(multiple);
            Add(ref low2, ref high2, multiple, real, Vector512.Create(Order0), Vector512.Create((double)Order0));
            Add(ref low3, ref high3, multiple, real, Vector512.Create(Order1), Vector512.Create((double)Order1));
            Add(ref low4, ref high4, multiple, real, Vector512.Create(Order2), Vector512.Create((double)Order2));
            Add(ref low6, ref high6, multiple, real, Vector512.Create(Order4), Vector512.Create((double)Order4));
            low3 += CarryOf(low2, high2);

            multiple = Times(low3, inverse) & mask;
            real = Real(multiple);
            Add(ref low3, ref high3, multiple, real, Vector512.Create(Order0), Vector512.Create((double)Order0));
            Add(ref low4, ref high4, multiple, real, Vector512.Create(Order1), Vector512.Create((double)Order1));
            Add(ref low5, ref high5, multiple, real, Vector512.Create(Order2), Vector512.Create((double)Order2));
            Add(ref low7, ref high7, multiple, real, Vector512.Create(Order4), Vector512.Create((double)Order4));
            low4 += CarryOf(low3, high3);

            multiple = Times(low4, inverse) & mask;
            real = Real(multiple);
            Add(ref low4, ref high4, multiple, real, Vector512.Create(Order0), Vector512.Create((double)Order0));
            Add(ref low5, ref high5, multiple, real, Vector512.Create(Order1), Vector512.Create((double)Order1));
            Add(ref low6, ref high6, multiple, real, Vector512.Create(Order2), Vector512.Create((double)Order2));
            Add(ref low8, ref high8, multiple, real, Vector512.Create(Order4), Vector512.Create((double)Order4));
            low5 += CarryOf(low4, high4);

            low6 += CarryOf(low5, high5);
            low7 += CarryOf(low6, high6);
            low8 += CarryOf(low7, high7);
            product._limb0 = low5 & mask;
            product._limb1 = low6 & mask;
            product._limb2 = low7 & mask;
            product._limb3 = low8 & mask;
            product._limb4 = CarryOf(low8, high8);
        }
    }

    /// <summary>The sum, not reduced; limbs are carried.</summary>
    internal static void Add(in Avx512Scalars left, in Avx512Scalars right, out Avx512Scalars sum)
    {
        Vector512<long> mask = Vector512.Create(LimbMask);
        Vector512<long> limb = left._limb0 + right._limb0;
        sum._limb0 = limb & mask;
        limb = left._limb1 + right._limb1 + (limb >> 51);
        sum._limb1 = limb & mask;
        limb = left._limb2 + right._limb2 + (limb >> 51);
        sum._limb2 = limb & mask;
        limb = left._limb3 + right._limb3 + (limb >> 51);
        sum._limb3 = limb & mask;
        sum._limb4 = left._limb4 + right._limb4 + (limb >> 51);
    }

    /// <summary>Subtracts <paramref name="times"/> · ℓ where that leaves the number not negative.</summary>
    /// <param name="value">Below twice what is subtracted.</param>
    /// <param name="times">1, 2 or 4.</param>
    internal static void SubtractOrder(ref Avx512Scalars value, long times)
    {
        // Twice or four times a limb of ℓ needs no carry of its own: differences are carried as they come.
        Vector512<long> mask = Vector512.Create(LimbMask);
        Vector512<long> limb0 = value._limb0 - Vector512.Create(times * Order0);
        Vector512<long> limb1 = value._limb1 - Vector512.Create(times * Order1) + (limb0 >> 51);
        Vector512<long> limb2 = value._limb2 - Vector512.Create(times * Order2) + (limb1 >> 51);
        Vector512<long> limb3 = value._limb3 + (limb2 >> 51);
        Vector512<long> limb4 = value._limb4 - Vector512.Create(times * Order4) + (limb3 >> 51);
        Vector512<long> isNegative = limb4 >> 63;
        value._limb0 = Vector512.ConditionalSelect(isNegative, value._limb0, limb0 & mask);
        value._limb1 = Vector512.ConditionalSelect(isNegative, value._limb1, limb1 & mask);
        value._limb2 = Vector512.ConditionalSelect(isNegative, value._limb2, limb2 & mask);
        value._limb3 = Vector512.ConditionalSelect(isNegative, value._limb3, limb3 & mask);
        value._limb4 = Vector512.ConditionalSelect(isNegative, value._limb4, limb4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Times(Vector512<long> left, Vector512<long> right) => Avx512DQ.MultiplyLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Real(Vector512<long> value) => Avx512DQ.ConvertToVector512Double(value);

    // Adds a product to a column; both factors are given as integers and as doubles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        ref Vector512<long> low, ref Vector512<double> high, Vector512<long> left, Vector512<double> leftReal, Vector512<long> right, Vector512<double> rightReal)
    {
        low += Times(left, right);
        high = Avx512F.FusedMultiplyAdd(leftReal, rightReal, high);
    }

    // What a column carries into the next: it is rest + 2⁶⁰·count, of which the rest is known modulo 2⁶⁴.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> CarryOf(Vector512<long> low, Vector512<double> high)
    {
        unchecked
        {
            Vector512<long> bits = high.AsInt64();
            return ((low - (bits << AnchorShift)) >> 51) + ((bits << (AnchorShift - 51)) - Vector512.Create(AnchorBits << (AnchorShift - 51)));
        }
    }
}
