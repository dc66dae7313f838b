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
    [SkipLocalsInit]
    internal static void Montgomery(in Avx512Scalars left, in Avx512Scalars right, out Avx512Scalars product)
    {
        Vector512<long>* factors = stackalloc Vector512<long>[5] { right._limb0, right._limb1, right._limb2, right._limb3, right._limb4 };
        Vector512<long>* lows = stackalloc Vector512<long>[10];
        Vector512<double>* highs = stackalloc Vector512<double>[10];
        for (int column = 0; column < 10; column++)
        {
            lows[column] = Vector512<long>.Zero;
            highs[column] = Vector512.Create(Anchor);
        }

        AddRow(left._limb0, factors, lows, highs);
        AddRow(left._limb1, factors, lows + 1, highs + 1);
        AddRow(left._limb2, factors, lows + 2, highs + 2);
        AddRow(left._limb3, factors, lows + 3, highs + 3);
        AddRow(left._limb4, factors, lows + 4, highs + 4);
        for (int column = 0; column < 5; column++)
        {
            // A multiple of ℓ that makes the column a multiple of 2⁵¹, which then moves to the next one.
            Vector512<long> multiple = Avx512DQ.MultiplyLow(lows[column], Vector512.Create(NegativeInverse)) & Vector512.Create(LimbMask);
            AddProduct(multiple, Vector512.Create(Order0), lows + column, highs + column);
            AddProduct(multiple, Vector512.Create(Order1), lows + column + 1, highs + column + 1);
            AddProduct(multiple, Vector512.Create(Order2), lows + column + 2, highs + column + 2);
            AddProduct(multiple, Vector512.Create(Order4), lows + column + 4, highs + column + 4);
            lows[column + 1] += CarryOf(lows[column], highs[column]);
        }

        Vector512<long> mask = Vector512.Create(LimbMask);
        for (int column = 5; column < 9; column++)
        {
            lows[column + 1] += CarryOf(lows[column], highs[column]);
        }

        product._limb0 = lows[5] & mask;
        product._limb1 = lows[6] & mask;
        product._limb2 = lows[7] & mask;
        product._limb3 = lows[8] & mask;
        product._limb4 = lows[9];
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
    private static void AddRow(Vector512<long> factor, Vector512<long>* factors, Vector512<long>* lows, Vector512<double>* highs)
    {
        for (int column = 0; column < 5; column++)
        {
            AddProduct(factor, factors[column], lows + column, highs + column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(Vector512<long> left, Vector512<long> right, Vector512<long>* low, Vector512<double>* high)
    {
        *low += Avx512DQ.MultiplyLow(left, right);
        *high = Avx512F.FusedMultiplyAdd(Avx512DQ.ConvertToVector512Double(left), Avx512DQ.ConvertToVector512Double(right), *high);
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
