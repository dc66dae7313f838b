using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.Curve25519.Lanes;

internal unsafe partial struct Avx512Lanes
{
    /// <inheritdoc/>
    public static void Load(FieldElement* elements, out Avx512Lanes value)
    {
        // Safe: an element is five words, least significant first, and there are eight of them.
        long* words = (long*)elements;
        Vector512<long> half = Vector512.Create(HalfLimb);
        CarryHalves(Gather(words) + half, Gather(words + 1) + half, Gather(words + 2) + half, Gather(words + 3) + half, Gather(words + 4) + half, out value);
    }

    /// <inheritdoc/>
    public static void Store(FieldElement* elements, in Avx512Lanes value)
    {
        // Eight elements of five words; Canonical's limbs are below 2⁵¹.
        long* words = (long*)elements;
        Avx512Lanes canonical = Canonical(value);
        for (int lane = 0; lane < 8; lane++)
        {
            words[5 * lane] = canonical._limb0.GetElement(lane);
            words[(5 * lane) + 1] = canonical._limb1.GetElement(lane);
            words[(5 * lane) + 2] = canonical._limb2.GetElement(lane);
            words[(5 * lane) + 3] = canonical._limb3.GetElement(lane);
            words[(5 * lane) + 4] = canonical._limb4.GetElement(lane);
        }
    }

    /// <inheritdoc/>
    public static void FromWords(ref Avx512Lanes value) => Carry(ref value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadTriples(long** rows, out Avx512Lanes first, out Avx512Lanes second, out Avx512Lanes third)
    {
        LoadColumns(rows, 0, out first._limb0, out first._limb1, out first._limb2, out first._limb3);
        LoadColumns(rows, 4, out first._limb4, out second._limb0, out second._limb1, out second._limb2);
        LoadColumns(rows, 8, out second._limb3, out second._limb4, out third._limb0, out third._limb1);
        LoadColumns(rows, 12, out third._limb2, out third._limb3, out third._limb4, out _);
    }

    /// <inheritdoc/>
    public static void LoadSignedTriples(long** rows, uint negative, out Avx512Lanes first, out Avx512Lanes second, out Avx512Lanes third)
    {
        // Written out, so that all of it stays in registers.
        LoadColumns(rows, 0, out Vector512<long> a0, out Vector512<long> a1, out Vector512<long> a2, out Vector512<long> a3);
        LoadColumns(rows, 4, out Vector512<long> a4, out Vector512<long> b0, out Vector512<long> b1, out Vector512<long> b2);
        Vector512<long> lanes = Vector512.Equals(Vector512.Create((long)negative) & LaneBits, LaneBits);
        first._limb0 = Vector512.ConditionalSelect(lanes, b0, a0);
        second._limb0 = Vector512.ConditionalSelect(lanes, a0, b0);
        first._limb1 = Vector512.ConditionalSelect(lanes, b1, a1);
        second._limb1 = Vector512.ConditionalSelect(lanes, a1, b1);
        first._limb2 = Vector512.ConditionalSelect(lanes, b2, a2);
        second._limb2 = Vector512.ConditionalSelect(lanes, a2, b2);
        LoadColumns(rows, 8, out Vector512<long> b3, out Vector512<long> b4, out Vector512<long> c0, out Vector512<long> c1);
        first._limb3 = Vector512.ConditionalSelect(lanes, b3, a3);
        second._limb3 = Vector512.ConditionalSelect(lanes, a3, b3);
        first._limb4 = Vector512.ConditionalSelect(lanes, b4, a4);
        second._limb4 = Vector512.ConditionalSelect(lanes, a4, b4);
        LoadColumns(rows, 12, out Vector512<long> c2, out Vector512<long> c3, out Vector512<long> c4, out _);

        // (c ^ −1) − (−1) is −c.
        third._limb0 = (c0 ^ lanes) - lanes;
        third._limb1 = (c1 ^ lanes) - lanes;
        third._limb2 = (c2 ^ lanes) - lanes;
        third._limb3 = (c3 ^ lanes) - lanes;
        third._limb4 = (c4 ^ lanes) - lanes;
    }

    /// <inheritdoc/>
    public static void StoreTriples(long** rows, in Avx512Lanes first, in Avx512Lanes second, in Avx512Lanes third)
    {
        StoreColumns(rows, 0, first._limb0, first._limb1, first._limb2, first._limb3);
        StoreColumns(rows, 4, first._limb4, second._limb0, second._limb1, second._limb2);
        StoreColumns(rows, 8, second._limb3, second._limb4, third._limb0, third._limb1);
        StoreColumns(rows, 12, third._limb2, third._limb3, third._limb4, Vector512<long>.Zero);
    }

    /// <inheritdoc/>
    public static void LoadQuadruples(long** rows, out Avx512Lanes first, out Avx512Lanes second, out Avx512Lanes third, out Avx512Lanes fourth)
    {
        LoadColumns(rows, 0, out first._limb0, out first._limb1, out first._limb2, out first._limb3);
        LoadColumns(rows, 4, out first._limb4, out second._limb0, out second._limb1, out second._limb2);
        LoadColumns(rows, 8, out second._limb3, out second._limb4, out third._limb0, out third._limb1);
        LoadColumns(rows, 12, out third._limb2, out third._limb3, out third._limb4, out fourth._limb0);
        LoadColumns(rows, 16, out fourth._limb1, out fourth._limb2, out fourth._limb3, out fourth._limb4);
    }

    /// <inheritdoc/>
    public static void StoreQuadruples(long** rows, in Avx512Lanes first, in Avx512Lanes second, in Avx512Lanes third, in Avx512Lanes fourth)
    {
        StoreColumns(rows, 0, first._limb0, first._limb1, first._limb2, first._limb3);
        StoreColumns(rows, 4, first._limb4, second._limb0, second._limb1, second._limb2);
        StoreColumns(rows, 8, second._limb3, second._limb4, third._limb0, third._limb1);
        StoreColumns(rows, 12, third._limb2, third._limb3, third._limb4, fourth._limb0);
        StoreColumns(rows, 16, fourth._limb1, fourth._limb2, fourth._limb3, fourth._limb4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Gather(long* words) =>
        Vector512.Create(words[0], words[5], words[10], words[15], words[20], words[25], words[30], words[35]);

    // Four limbs of each of eight rows, turned: two rows a register, then transposed in halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void LoadColumns(
        long** rows, int offset, out Vector512<long> column0, out Vector512<long> column1, out Vector512<long> column2, out Vector512<long> column3)
    {
        Vector512<long> row04 = Pair(rows[0] + offset, rows[4] + offset);
        Vector512<long> row15 = Pair(rows[1] + offset, rows[5] + offset);
        Vector512<long> row26 = Pair(rows[2] + offset, rows[6] + offset);
        Vector512<long> row37 = Pair(rows[3] + offset, rows[7] + offset);
        Transpose(row04, row15, row26, row37, out column0, out column1, out column2, out column3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreColumns(
        long** rows, int offset, Vector512<long> column0, Vector512<long> column1, Vector512<long> column2, Vector512<long> column3)
    {
        Transpose(column0, column1, column2, column3, out Vector512<long> row04, out Vector512<long> row15, out Vector512<long> row26, out Vector512<long> row37);
        row04.GetLower().Store(rows[0] + offset);
        row15.GetLower().Store(rows[1] + offset);
        row26.GetLower().Store(rows[2] + offset);
        row37.GetLower().Store(rows[3] + offset);
        row04.GetUpper().Store(rows[4] + offset);
        row15.GetUpper().Store(rows[5] + offset);
        row26.GetUpper().Store(rows[6] + offset);
        row37.GetUpper().Store(rows[7] + offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Pair(long* lower, long* upper) => Vector512.Create(Vector256.Load(lower), Vector256.Load(upper));

    // Two 4 × 4 transpositions, one in each half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        Vector512<long> a,
        Vector512<long> b,
        Vector512<long> c,
        Vector512<long> d,
        out Vector512<long> first,
        out Vector512<long> second,
        out Vector512<long> third,
        out Vector512<long> fourth)
    {
        Vector512<long> even = Avx512F.UnpackLow(a, b), odd = Avx512F.UnpackHigh(a, b);
        Vector512<long> evenNext = Avx512F.UnpackLow(c, d), oddNext = Avx512F.UnpackHigh(c, d);
        Vector512<long> lower = Vector512.Create(0L, 1, 8, 9, 4, 5, 12, 13), upper = Vector512.Create(2L, 3, 10, 11, 6, 7, 14, 15);
        first = Avx512F.PermuteVar8x64x2(even, lower, evenNext);
        second = Avx512F.PermuteVar8x64x2(odd, lower, oddNext);
        third = Avx512F.PermuteVar8x64x2(even, upper, evenNext);
        fourth = Avx512F.PermuteVar8x64x2(odd, upper, oddNext);
    }
}
