using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.Curve25519.Lanes;

internal unsafe partial struct Avx2Lanes
{
    private static Vector256<long> LaneBits => Vector256.Create(1L, 2, 4, 8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(in Avx2Lanes left, in Avx2Lanes right, out Avx2Lanes sum)
    {
        sum._limb0 = left._limb0 + right._limb0;
        sum._limb1 = left._limb1 + right._limb1;
        sum._limb2 = left._limb2 + right._limb2;
        sum._limb3 = left._limb3 + right._limb3;
        sum._limb4 = left._limb4 + right._limb4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(in Avx2Lanes left, in Avx2Lanes right, out Avx2Lanes difference)
    {
        difference._limb0 = left._limb0 - right._limb0;
        difference._limb1 = left._limb1 - right._limb1;
        difference._limb2 = left._limb2 - right._limb2;
        difference._limb3 = left._limb3 - right._limb3;
        difference._limb4 = left._limb4 - right._limb4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Carry(ref Avx2Lanes value)
    {
        // The nearest multiple of 2⁵¹ goes to the neighbour; all of it is exact.
        Vector256<double> anchor = Vector256.Create(HighAnchor), down = Vector256.Create(1.0 / (1UL << 51)), around = Vector256.Create(19.0 / (1UL << 51));
        Vector256<double> carry0 = value._limb0 + anchor - anchor, carry1 = value._limb1 + anchor - anchor, carry2 = value._limb2 + anchor - anchor;
        Vector256<double> carry3 = value._limb3 + anchor - anchor, carry4 = value._limb4 + anchor - anchor;
        value._limb0 = Fma.MultiplyAdd(carry4, around, value._limb0 - carry0);
        value._limb1 = Fma.MultiplyAdd(carry0, down, value._limb1 - carry1);
        value._limb2 = Fma.MultiplyAdd(carry1, down, value._limb2 - carry2);
        value._limb3 = Fma.MultiplyAdd(carry2, down, value._limb3 - carry3);
        value._limb4 = Fma.MultiplyAdd(carry3, down, value._limb4 - carry4);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareFactor(ref Avx2Lanes value) => Carry(ref value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(uint mask, in Avx2Lanes clear, in Avx2Lanes set, out Avx2Lanes chosen)
    {
        Vector256<double> lanes = Vector256.Equals(Vector256.Create((long)mask) & LaneBits, LaneBits).AsDouble();
        chosen._limb0 = Avx.BlendVariable(clear._limb0, set._limb0, lanes);
        chosen._limb1 = Avx.BlendVariable(clear._limb1, set._limb1, lanes);
        chosen._limb2 = Avx.BlendVariable(clear._limb2, set._limb2, lanes);
        chosen._limb3 = Avx.BlendVariable(clear._limb3, set._limb3, lanes);
        chosen._limb4 = Avx.BlendVariable(clear._limb4, set._limb4, lanes);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread(in Avx2Lanes value, int lane, out Avx2Lanes spread)
    {
        // A lane is two of the eight parts that the processor permutes by a variable.
        Vector256<int> parts = Vector256.Create((2L * lane) | (((2L * lane) + 1) << 32)).AsInt32();
        spread._limb0 = Avx2.PermuteVar8x32(value._limb0.AsInt32(), parts).AsDouble();
        spread._limb1 = Avx2.PermuteVar8x32(value._limb1.AsInt32(), parts).AsDouble();
        spread._limb2 = Avx2.PermuteVar8x32(value._limb2.AsInt32(), parts).AsDouble();
        spread._limb3 = Avx2.PermuteVar8x32(value._limb3.AsInt32(), parts).AsDouble();
        spread._limb4 = Avx2.PermuteVar8x32(value._limb4.AsInt32(), parts).AsDouble();
    }

    /// <inheritdoc/>
    public static uint ZeroMask(in Avx2Lanes value)
    {
        Canonical(value, out Vector256<long> a, out Vector256<long> b, out Vector256<long> c, out Vector256<long> d, out Vector256<long> e);
        return Vector256.ExtractMostSignificantBits(Vector256.Equals(a | b | c | d | e, Vector256<long>.Zero));
    }

    /// <inheritdoc/>
    public static uint NegativeMask(in Avx2Lanes value)
    {
        Canonical(value, out Vector256<long> first, out _, out _, out _, out _);
        return Vector256.ExtractMostSignificantBits(first << 63);
    }

    /// <inheritdoc/>
    public static Avx2Lanes Broadcast(in FieldElement value)
    {
        FieldElement* elements = stackalloc FieldElement[4];
        new Span<FieldElement>(elements, 4).Fill(value);
        Load(elements, out Avx2Lanes all);
        return all;
    }

    // The one form below p with limbs from 0 to 2⁵¹ − 1, of a weight of 4 at most.
    private static void Canonical(
        in Avx2Lanes value,
        out Vector256<long> limb0,
        out Vector256<long> limb1,
        out Vector256<long> limb2,
        out Vector256<long> limb3,
        out Vector256<long> limb4)
    {
        // 4·p is added, limb by limb, so that the value is not negative; after the carries it is below 2p.
        Avx2Lanes tight = value;
        Carry(ref tight);
        Vector256<long> mask = Vector256.Create(LimbMask);
        Vector256<long> other = Vector256.Create((1L << 53) - 4);
        limb0 = Integer(tight._limb0) + Vector256.Create((1L << 53) - 76);
        limb1 = Integer(tight._limb1) + other + (limb0 >>> 51);
        limb2 = Integer(tight._limb2) + other + (limb1 >>> 51);
        limb3 = Integer(tight._limb3) + other + (limb2 >>> 51);
        limb4 = Integer(tight._limb4) + other + (limb3 >>> 51);
        limb0 = (limb0 & mask) + Nineteen(limb4 >>> 51);
        limb1 &= mask;
        limb2 &= mask;
        limb3 &= mask;
        limb4 &= mask;

        // Adding 19 tells by bit 255 whether the value is p or more.
        Vector256<long> quotient = (limb0 + Vector256.Create(19L)) >>> 51;
        quotient = (limb1 + quotient) >>> 51;
        quotient = (limb2 + quotient) >>> 51;
        quotient = (limb3 + quotient) >>> 51;
        quotient = (limb4 + quotient) >>> 51;
        limb0 += Nineteen(quotient);
        limb1 += limb0 >>> 51;
        limb2 += limb1 >>> 51;
        limb3 += limb2 >>> 51;
        limb4 += limb3 >>> 51;
        limb0 &= mask;
        limb1 &= mask;
        limb2 &= mask;
        limb3 &= mask;
        limb4 &= mask;
    }

    // A double between −2⁵¹ and 2⁵¹ that holds an integer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Integer(Vector256<double> value) =>
        (value + Vector256.Create(LowAnchor)).AsInt64() - Vector256.Create(LowAnchorBits);
}
