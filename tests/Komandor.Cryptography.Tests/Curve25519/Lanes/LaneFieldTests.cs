using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Tests.Curve25519.Lanes;

/// <summary>Every backend's arithmetic against big integers, lane by lane, at the corners of its limbs and anywhere between.</summary>
public sealed unsafe class LaneFieldTests
{
    private const int Rounds = 400;

    // What field.md §10 and §11 prove a limb of weight 1 to be at most.
    private const long Avx512Tight = (1L << 50) + (1L << 16);
    private const long Avx2Tight = (1L << 50) + (1L << 12);
    private const long ScalarTight = (1L << 51) + (1L << 13) - 1;

    [Fact]
    public void Scalar_LimbsAtTheirCorners_AgreesWithBigIntegers() => Check<ScalarLane>(ScalarTight, 0, 7, 7);

    [Fact]
    public void Avx2_LimbsAtTheirCorners_AgreesWithBigIntegers()
    {
        Check<Avx2Lanes>(Avx2Tight, -Avx2Tight, 3, 1);
        Check<Avx2Lanes>(Avx2Tight, -Avx2Tight, 1, 3);
    }

    [Fact]
    public void Avx512_LimbsAtTheirCorners_AgreesWithBigIntegers() => Check<Avx512Lanes>(Avx512Tight, -Avx512Tight, 4, 4);

    [Fact]
    public void IsSupported_WithASwitchOfTheRuntime_IsFalse()
    {
        bool none = IsOff("DOTNET_EnableHWIntrinsic");
        bool narrow = none || IsOff("DOTNET_EnableAVX2");
        Assert.False(narrow && Avx2Lanes.IsSupported);
        Assert.False((narrow || IsOff("DOTNET_EnableAVX512")) && Avx512Lanes.IsSupported);
        Assert.True(ScalarLane.IsSupported);
    }

    private static bool IsOff(string name) => Environment.GetEnvironmentVariable(name) == "0";

    private static void Check<T>(long highest, long lowest, int leftWeight, int rightWeight)
        where T : unmanaged, ILaneField<T>
    {
        if (!T.IsSupported)
        {
            return;
        }

        Random random = new(20261126);
        for (int round = 0; round < Rounds; round++)
        {
            long[][] left = Limbs<T>(random, highest * leftWeight, lowest * leftWeight);
            long[][] right = Limbs<T>(random, highest * rightWeight, lowest * rightWeight);
            long[][] tight = Limbs<T>(random, highest, lowest);
            (T a, T b, T c) = (Make<T>(left), Make<T>(right), Make<T>(tight));
            T.Multiply(a, b, out T product);
            T.Square(c, out T square);
            T.Add(a, c, out T sum);
            T.Subtract(a, c, out T difference);
            T carried = a;
            T.Carry(ref carried);
            uint mask = (uint)random.Next() << 1 | (uint)random.Next(2);
            T.Select(mask, a, b, out T chosen);
            T.Subtract(c, c, out T zero);
            T.Multiply(product, product, out T again);
            Assert.Equal((1u << T.Count) - 1, T.ZeroMask(zero));
            for (int lane = 0; lane < T.Count; lane++)
            {
                (BigInteger x, BigInteger y, BigInteger z) = (Value(left[lane]), Value(right[lane]), Value(tight[lane]));
                AssertTight(SlowCurve.Modulo(x * y), product, lane, highest, lowest);
                AssertTight(SlowCurve.Modulo(z * z), square, lane, highest, lowest);
                AssertTight(BigInteger.ModPow(x * y, 2, SlowCurve.P), again, lane, highest, lowest);
                Assert.Equal(SlowCurve.Modulo(x), Value(carried, lane));
                Assert.Equal((mask >> lane & 1) == 1 ? SlowCurve.Modulo(y) : SlowCurve.Modulo(x), Value(chosen, lane));
                if (leftWeight < 4)
                {
                    Assert.Equal(SlowCurve.Modulo(x + z), Value(sum, lane));
                    Assert.Equal(SlowCurve.Modulo(x - z), Value(difference, lane));
                }

                Assert.Equal(SlowCurve.Modulo(x).IsZero, (T.ZeroMask(a) >> lane & 1) == 1);
                Assert.Equal(!SlowCurve.Modulo(x).IsEven, (T.NegativeMask(a) >> lane & 1) == 1);
            }
        }
    }

    private static void AssertTight<T>(BigInteger wanted, in T value, int lane, long highest, long lowest)
        where T : unmanaged, ILaneField<T>
    {
        Assert.Equal(wanted, Value(value, lane));
        Assert.All(RawLimbs(value, lane), limb => Assert.InRange(limb, lowest, highest));
    }

    // Mostly corners: the bounds, the carries' thresholds, zero, p itself.
    private static long[][] Limbs<T>(Random random, long highest, long lowest)
        where T : unmanaged, ILaneField<T>
    {
        long[] corners = [0, 1, highest, lowest, highest - 1, 1L << 50, (1L << 50) - 1, (1L << 51) - 1, (1L << 51) - 19, lowest / 2];
        return Enumerable.Range(0, T.Count).Select(_ => random.Next(20) == 0
            ? lowest < 0 ? [-19, 0, 0, 0, 1L << 49 << 1] : [(1L << 51) - 19, (1L << 51) - 1, (1L << 51) - 1, (1L << 51) - 1, (1L << 51) - 1]
            : Enumerable.Range(0, 5).Select(_ => random.Next(3) == 0
                ? random.NextInt64(lowest, highest + 1)
                : Math.Clamp(corners[random.Next(corners.Length)], lowest, highest)).ToArray()).ToArray();
    }

    private static T Make<T>(long[][] limbs)
        where T : unmanaged, ILaneField<T>
    {
        long* memory = stackalloc long[LaneRow.MaxLanes * LaneRow.TripleLimbs];
        long** rows = stackalloc long*[LaneRow.MaxLanes];
        for (int lane = 0; lane < T.Count; lane++)
        {
            rows[lane] = memory + (lane * LaneRow.TripleLimbs);
            for (int limb = 0; limb < 5; limb++)
            {
                rows[lane][limb + 5] = typeof(T) == typeof(Avx2Lanes) ? BitConverter.DoubleToInt64Bits(limbs[lane][limb]) : limbs[lane][limb];
            }
        }

        T.LoadTriples(rows, out _, out T value, out _);
        return value;
    }

    private static long[] RawLimbs<T>(in T value, int lane)
        where T : unmanaged, ILaneField<T>
    {
        long* memory = stackalloc long[LaneRow.MaxLanes * LaneRow.QuadrupleLimbs];
        long** rows = stackalloc long*[LaneRow.MaxLanes];
        for (int index = 0; index < T.Count; index++)
        {
            rows[index] = memory + (index * LaneRow.QuadrupleLimbs);
        }

        T.StoreQuadruples(rows, default, default, default, value);
        return new ReadOnlySpan<long>(rows[lane] + 15, 5).ToArray().Select(
            limb => typeof(T) == typeof(Avx2Lanes) ? (long)BitConverter.Int64BitsToDouble(limb) : limb).ToArray();
    }

    private static BigInteger Value(long[] limbs) => limbs.Reverse().Aggregate(BigInteger.Zero, (sum, limb) => (sum << 51) + limb);

    private static BigInteger Value<T>(in T value, int lane)
        where T : unmanaged, ILaneField<T>
    {
        FieldElement* elements = stackalloc FieldElement[LaneRow.MaxLanes];
        T.Store(elements, value);
        byte[] encoded = new byte[32];
        elements[lane].Write(encoded);

        // The way there and back changes nothing.
        T.Load(elements, out T again);
        T.Subtract(again, value, out T zero);
        Assert.Equal((1u << T.Count) - 1, T.ZeroMask(zero));
        return SlowCurve.Number(encoded);
    }
}
