using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.Curve25519.Lanes;

internal unsafe partial struct Avx2Lanes
{
    /// <inheritdoc/>
    public static void Load(FieldElement* elements, out Avx2Lanes value)
    {
        // Safe: an element is five words, least significant first, and there are four of them.
        long* words = (long*)elements;
        Vector256<long> lifted = Vector256.Create(HalfLimb + Lift);
        CarryHalves(
            Gather(words) + lifted, Gather(words + 1) + lifted, Gather(words + 2) + lifted, Gather(words + 3) + lifted, Gather(words + 4) + lifted, out value);
    }

    /// <inheritdoc/>
    public static void Store(FieldElement* elements, in Avx2Lanes value)
    {
        // Four elements of five words; Canonical's limbs are below 2⁵¹.
        long* words = (long*)elements;
        Canonical(value, out Vector256<long> a, out Vector256<long> b, out Vector256<long> c, out Vector256<long> d, out Vector256<long> e);
        for (int lane = 0; lane < 4; lane++)
        {
            words[5 * lane] = a.GetElement(lane);
            words[(5 * lane) + 1] = b.GetElement(lane);
            words[(5 * lane) + 2] = c.GetElement(lane);
            words[(5 * lane) + 3] = d.GetElement(lane);
            words[(5 * lane) + 4] = e.GetElement(lane);
        }
    }

    /// <inheritdoc/>
    public static void FromWords(ref Avx2Lanes value)
    {
        Vector256<long> lifted = Vector256.Create(HalfLimb + Lift);
        CarryHalves(
            value._limb0.AsInt64() + lifted,
            value._limb1.AsInt64() + lifted,
            value._limb2.AsInt64() + lifted,
            value._limb3.AsInt64() + lifted,
            value._limb4.AsInt64() + lifted,
            out value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadTriples(long** rows, out Avx2Lanes first, out Avx2Lanes second, out Avx2Lanes third)
    {
        LoadColumns(rows, 0, out first._limb0, out first._limb1, out first._limb2, out first._limb3);
        LoadColumns(rows, 4, out first._limb4, out second._limb0, out second._limb1, out second._limb2);
        LoadColumns(rows, 8, out second._limb3, out second._limb4, out third._limb0, out third._limb1);
        LoadColumns(rows, 12, out third._limb2, out third._limb3, out third._limb4, out _);
    }

    /// <inheritdoc/>
    public static void LoadSignedTriples(long** rows, uint negative, out Avx2Lanes first, out Avx2Lanes second, out Avx2Lanes third)
    {
        // Written out, so that all of it stays in registers.
        LoadColumns(rows, 0, out Vector256<double> a0, out Vector256<double> a1, out Vector256<double> a2, out Vector256<double> a3);
        LoadColumns(rows, 4, out Vector256<double> a4, out Vector256<double> b0, out Vector256<double> b1, out Vector256<double> b2);
        Vector256<double> lanes = Vector256.Equals(Vector256.Create((long)negative) & LaneBits, LaneBits).AsDouble();
        first._limb0 = Avx.BlendVariable(a0, b0, lanes);
        second._limb0 = Avx.BlendVariable(b0, a0, lanes);
        first._limb1 = Avx.BlendVariable(a1, b1, lanes);
        second._limb1 = Avx.BlendVariable(b1, a1, lanes);
        first._limb2 = Avx.BlendVariable(a2, b2, lanes);
        second._limb2 = Avx.BlendVariable(b2, a2, lanes);
        LoadColumns(rows, 8, out Vector256<double> b3, out Vector256<double> b4, out Vector256<double> c0, out Vector256<double> c1);
        first._limb3 = Avx.BlendVariable(a3, b3, lanes);
        second._limb3 = Avx.BlendVariable(b3, a3, lanes);
        first._limb4 = Avx.BlendVariable(a4, b4, lanes);
        second._limb4 = Avx.BlendVariable(b4, a4, lanes);
        LoadColumns(rows, 12, out Vector256<double> c2, out Vector256<double> c3, out Vector256<double> c4, out _);
        Vector256<double> sign = Vector256.Create(-0.0) & lanes;
        third._limb0 = c0 ^ sign;
        third._limb1 = c1 ^ sign;
        third._limb2 = c2 ^ sign;
        third._limb3 = c3 ^ sign;
        third._limb4 = c4 ^ sign;
    }

    /// <inheritdoc/>
    public static void StoreTriples(long** rows, in Avx2Lanes first, in Avx2Lanes second, in Avx2Lanes third)
    {
        StoreColumns(rows, 0, first._limb0, first._limb1, first._limb2, first._limb3);
        StoreColumns(rows, 4, first._limb4, second._limb0, second._limb1, second._limb2);
        StoreColumns(rows, 8, second._limb3, second._limb4, third._limb0, third._limb1);
        StoreColumns(rows, 12, third._limb2, third._limb3, third._limb4, Vector256<double>.Zero);
    }

    /// <inheritdoc/>
    public static void LoadQuadruples(long** rows, out Avx2Lanes first, out Avx2Lanes second, out Avx2Lanes third, out Avx2Lanes fourth)
    {
        LoadColumns(rows, 0, out first._limb0, out first._limb1, out first._limb2, out first._limb3);
        LoadColumns(rows, 4, out first._limb4, out second._limb0, out second._limb1, out second._limb2);
        LoadColumns(rows, 8, out second._limb3, out second._limb4, out third._limb0, out third._limb1);
        LoadColumns(rows, 12, out third._limb2, out third._limb3, out third._limb4, out fourth._limb0);
        LoadColumns(rows, 16, out fourth._limb1, out fourth._limb2, out fourth._limb3, out fourth._limb4);
    }

    /// <inheritdoc/>
    public static void StoreQuadruples(long** rows, in Avx2Lanes first, in Avx2Lanes second, in Avx2Lanes third, in Avx2Lanes fourth)
    {
        StoreColumns(rows, 0, first._limb0, first._limb1, first._limb2, first._limb3);
        StoreColumns(rows, 4, first._limb4, second._limb0, second._limb1, second._limb2);
        StoreColumns(rows, 8, second._limb3, second._limb4, third._limb0, third._limb1);
        StoreColumns(rows, 12, third._limb2, third._limb3, third._limb4, fourth._limb0);
        StoreColumns(rows, 16, fourth._limb1, fourth._limb2, fourth._limb3, fourth._limb4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Gather(long* words) => Vector256.Create(words[0], words[5], words[10], words[15]);

    // Four limbs of each of four rows, turned.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadColumns(
        long** rows, int offset, out Vector256<double> column0, out Vector256<double> column1, out Vector256<double> column2, out Vector256<double> column3) =>
        Transpose(Row(rows[0], offset), Row(rows[1], offset), Row(rows[2], offset), Row(rows[3], offset), out column0, out column1, out column2, out column3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreColumns(
        long** rows, int offset, Vector256<double> column0, Vector256<double> column1, Vector256<double> column2, Vector256<double> column3)
    {
        Transpose(
            column0, column1, column2, column3, out Vector256<double> row0, out Vector256<double> row1, out Vector256<double> row2, out Vector256<double> row3);
        row0.Store((double*)(rows[0] + offset));
        row1.Store((double*)(rows[1] + offset));
        row2.Store((double*)(rows[2] + offset));
        row3.Store((double*)(rows[3] + offset));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Row(long* row, int offset) => Vector256.Load((double*)(row + offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        Vector256<double> a,
        Vector256<double> b,
        Vector256<double> c,
        Vector256<double> d,
        out Vector256<double> first,
        out Vector256<double> second,
        out Vector256<double> third,
        out Vector256<double> fourth)
    {
        Vector256<double> even = Avx.UnpackLow(a, b), odd = Avx.UnpackHigh(a, b);
        Vector256<double> evenNext = Avx.UnpackLow(c, d), oddNext = Avx.UnpackHigh(c, d);
        first = Avx.Permute2x128(even, evenNext, 0x20);
        second = Avx.Permute2x128(odd, oddNext, 0x20);
        third = Avx.Permute2x128(even, evenNext, 0x31);
        fourth = Avx.Permute2x128(odd, oddNext, 0x31);
    }
}
