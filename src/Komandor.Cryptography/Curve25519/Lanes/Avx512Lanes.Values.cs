using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.Curve25519.Lanes;

internal unsafe partial struct Avx512Lanes
{
    private static Vector512<long> LaneBits => Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(in Avx512Lanes left, in Avx512Lanes right, out Avx512Lanes sum)
    {
        sum._limb0 = left._limb0 + right._limb0;
        sum._limb1 = left._limb1 + right._limb1;
        sum._limb2 = left._limb2 + right._limb2;
        sum._limb3 = left._limb3 + right._limb3;
        sum._limb4 = left._limb4 + right._limb4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(in Avx512Lanes left, in Avx512Lanes right, out Avx512Lanes difference)
    {
        difference._limb0 = left._limb0 - right._limb0;
        difference._limb1 = left._limb1 - right._limb1;
        difference._limb2 = left._limb2 - right._limb2;
        difference._limb3 = left._limb3 - right._limb3;
        difference._limb4 = left._limb4 - right._limb4;
    }

    /// <inheritdoc/>
    public static void Carry(ref Avx512Lanes value)
    {
        Vector512<long> half = Vector512.Create(HalfLimb);
        CarryHalves(value._limb0 + half, value._limb1 + half, value._limb2 + half, value._limb3 + half, value._limb4 + half, out value);
    }

    /// <summary>Nothing: limbs of weight 4 may be multiplied by such.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareFactor(ref Avx512Lanes value)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(uint mask, in Avx512Lanes clear, in Avx512Lanes set, out Avx512Lanes chosen)
    {
        Vector512<long> lanes = Vector512.Equals(Vector512.Create((long)mask) & LaneBits, LaneBits);
        chosen._limb0 = Vector512.ConditionalSelect(lanes, set._limb0, clear._limb0);
        chosen._limb1 = Vector512.ConditionalSelect(lanes, set._limb1, clear._limb1);
        chosen._limb2 = Vector512.ConditionalSelect(lanes, set._limb2, clear._limb2);
        chosen._limb3 = Vector512.ConditionalSelect(lanes, set._limb3, clear._limb3);
        chosen._limb4 = Vector512.ConditionalSelect(lanes, set._limb4, clear._limb4);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread(in Avx512Lanes value, int lane, out Avx512Lanes spread)
    {
        Vector512<long> places = Vector512.Create((long)lane);
        spread._limb0 = Avx512F.PermuteVar8x64(value._limb0, places);
        spread._limb1 = Avx512F.PermuteVar8x64(value._limb1, places);
        spread._limb2 = Avx512F.PermuteVar8x64(value._limb2, places);
        spread._limb3 = Avx512F.PermuteVar8x64(value._limb3, places);
        spread._limb4 = Avx512F.PermuteVar8x64(value._limb4, places);
    }

    /// <inheritdoc/>
    public static uint ZeroMask(in Avx512Lanes value)
    {
        Avx512Lanes canonical = Canonical(value);
        Vector512<long> any = canonical._limb0 | canonical._limb1 | canonical._limb2 | canonical._limb3 | canonical._limb4;
        return (uint)Vector512.ExtractMostSignificantBits(Vector512.Equals(any, Vector512<long>.Zero));
    }

    /// <inheritdoc/>
    public static uint NegativeMask(in Avx512Lanes value) => (uint)Vector512.ExtractMostSignificantBits(Canonical(value)._limb0 << 63);

    /// <inheritdoc/>
    public static Avx512Lanes Broadcast(in FieldElement value)
    {
        FieldElement* elements = stackalloc FieldElement[8];
        new Span<FieldElement>(elements, 8).Fill(value);
        Load(elements, out Avx512Lanes all);
        return all;
    }

    // The one form below p with limbs from 0 to 2⁵¹ − 1, of a weight of 4 at most: four carries in sequence, each from limb to limb.
    private static Avx512Lanes Canonical(in Avx512Lanes value)
    {
        unchecked
        {
            // 4·p is added, limb by limb, so that the value is not negative; after the carry it is below 2p.
            Vector512<long> mask = Vector512.Create(LimbMask);
            Vector512<long> limb0 = value._limb0 + Vector512.Create((1L << 53) - 76);
            Vector512<long> limb1 = value._limb1 + Vector512.Create((1L << 53) - 4) + (limb0 >> 51);
            Vector512<long> limb2 = value._limb2 + Vector512.Create((1L << 53) - 4) + (limb1 >> 51);
            Vector512<long> limb3 = value._limb3 + Vector512.Create((1L << 53) - 4) + (limb2 >> 51);
            Vector512<long> limb4 = value._limb4 + Vector512.Create((1L << 53) - 4) + (limb3 >> 51);
            limb0 = (limb0 & mask) + Times(limb4 >> 51, Vector512.Create(19L));
            limb1 &= mask;
            limb2 &= mask;
            limb3 &= mask;
            limb4 &= mask;

            // Adding 19 tells by bit 255 whether the value is p or more.
            Vector512<long> quotient = (limb0 + Vector512.Create(19L)) >> 51;
            quotient = (limb1 + quotient) >> 51;
            quotient = (limb2 + quotient) >> 51;
            quotient = (limb3 + quotient) >> 51;
            quotient = (limb4 + quotient) >> 51;
            limb0 += Times(quotient, Vector512.Create(19L));
            limb1 += limb0 >> 51;
            limb2 += limb1 >> 51;
            limb3 += limb2 >> 51;
            limb4 += limb3 >> 51;
            Avx512Lanes canonical;
            canonical._limb0 = limb0 & mask;
            canonical._limb1 = limb1 & mask;
            canonical._limb2 = limb2 & mask;
            canonical._limb3 = limb3 & mask;
            canonical._limb4 = limb4 & mask;
            return canonical;
        }
    }
}
