using System.Security.Cryptography;
using CsCheck;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Proofs.Lanes;

namespace Komandor.Cryptography.Tests.Proofs;

/// <summary>What runs in lanes equals its scalar definition, on every backend that the processor has.</summary>
public sealed class ProofLanesTests
{
    [Fact]
    public void Compute_AnySums_AgreeOnEveryBackend()
    {
        for (int count = 1; count <= 25; count += count < 10 ? 1 : 5)
        {
            for (int terms = 1; terms <= 3; terms++)
            {
                AssertSums<ScalarLane>(terms, count);
                AssertSums<Avx2Lanes>(terms, count);
                AssertSums<Avx512Lanes>(terms, count);
            }
        }
    }

    [Fact]
    public void Compute_ShortScalars_NeedFewerWindows()
    {
        Scalar[] scalars = [ScalarSpans.FromNumber(ulong.MaxValue), ScalarSpans.FromNumber(0x8888888888888888), Scalar.One, default];
        EdwardsPoint[] points = Generators.DeriveMany("test"u8, 4);
        (EdwardsPoint[] expected, EdwardsPoint[] sums) = (new EdwardsPoint[2], new EdwardsPoint[2]);
        SideBySide.ComputeEach(2, scalars, points, expected);
        SideBySide.Compute(2, 64, scalars, points, sums);
        Assert.Equal(1UL, expected[0].EqualsMask(sums[0]) & expected[1].EqualsMask(sums[1]));
    }

    [Fact]
    public void Double_ManyTimes_IsAPowerOfTwo()
    {
        for (int count = 1; count <= 25; count += 3)
        {
            EdwardsPoint[] points = Generators.DeriveMany("test"u8, count);
            EdwardsPoint[] doubled = new EdwardsPoint[count];
            SideBySide.Double(64, points, doubled);
            Scalar power = ScalarSpans.FromNumber(ulong.MaxValue) + Scalar.One;
            Assert.All(points.Zip(doubled), pair => Assert.Equal(1UL, pair.First.Multiply(power).EqualsMask(pair.Second)));
        }
    }

    [Fact]
    public void Map_AnyBytes_AgreesOnEveryBackend() =>
        Gen.Byte.Array[64].Array[1, 40].Sample(
            uniforms =>
            {
                AssertMap<ScalarLane>(uniforms);
                AssertMap<LanePair<Avx2Lanes>>(uniforms);
                AssertMap<LanePair<Avx512Lanes>>(uniforms);
            },
            iter: 20);

    [Fact]
    public void KeyImageBases_ManyKeys_AreThoseOfEach()
    {
        byte[] keys = [.. Enumerable.Range(0, 16).SelectMany(number => SHA256.HashData([(byte)number]))];
        EdwardsPoint[] bases = new EdwardsPoint[16];
        Generators.KeyImageBases(keys, 32, bases);
        for (int index = 0; index < 16; index++)
        {
            Assert.Equal(Sample.Encode(Generators.KeyImageBase(keys.AsSpan(32 * index, 32))), Sample.Encode(bases[index]));
        }
    }

    [Fact]
    public void AddSums_AnyGroups_AgreesOnEveryBackend()
    {
        for (int groups = 1; groups <= 25; groups += groups < 10 ? 1 : 5)
        {
            AssertFold<ScalarLane>(groups);
            AssertFold<Avx2Lanes>(groups);
            AssertFold<Avx512Lanes>(groups);
        }
    }

    private static void AssertFold<T>(int groups)
        where T : unmanaged, ILaneField<T>
    {
        if (!T.IsSupported)
        {
            return;
        }

        // The second group has equal points, whose differences are neutral.
        EdwardsPoint[] points = [.. Enumerable.Range(0, 4 * groups).Select(index => Generators.Derive("test"u8, index / 4 == 1 ? 4 : index))];
        using SharedMultiples multiples = new([Sample.Scalar(groups), ScalarSpans.MinusOne, groups % 2 == 0 ? default : Sample.Scalar(1)]);
        EdwardsPoint[] sums = Generators.DeriveMany("sum"u8, groups);
        LaneFold<T>.Add(multiples.Digits, points, sums);
        for (int group = 0; group < groups; group++)
        {
            EdwardsPoint expected = Generators.Derive("sum"u8, group) + multiples.SumDifferences(points.AsSpan(4 * group, 4));
            Assert.Equal(1UL, expected.EqualsMask(sums[group]));
        }
    }

    private static void AssertSums<T>(int terms, int count)
        where T : unmanaged, ILaneField<T>
    {
        if (!T.IsSupported)
        {
            return;
        }

        // Extreme digits among them: zero, one, −1, and a scalar of sevens and eights.
        Scalar[] scalars = [.. Enumerable.Range(0, terms * count).Select(index => (index % 7) switch
        {
            0 => default,
            1 => Scalar.One,
            2 => ScalarSpans.MinusOne,
            3 => Scalar.ReadWide(Enumerable.Repeat((byte)0x87, 31).Concat(new byte[33]).ToArray()),
            _ => Sample.Scalar(index),
        })];
        EdwardsPoint[] points = [.. Enumerable.Range(0, terms * count).Select(index =>
            index % 5 == 0 ? EdwardsPoint.Identity : Generators.Derive("test"u8, index))];
        EdwardsPoint[] expected = new EdwardsPoint[count];
        EdwardsPoint[] sums = new EdwardsPoint[count];
        SideBySide.ComputeEach(terms, scalars, points, expected);
        LaneStraus<T>.Compute(terms, SecretSum.Windows, scalars, points, sums);
        for (int index = 0; index < count; index++)
        {
            Assert.Equal(1UL, expected[index].EqualsMask(sums[index]));
            Assert.Equal(1UL, (sums[index].X * sums[index].Y).EqualsMask(sums[index].Z * sums[index].T));
        }
    }

    private static void AssertMap<T>(byte[][] uniforms)
        where T : unmanaged, ILaneField<T>
    {
        if (!T.IsSupported)
        {
            return;
        }

        EdwardsPoint[] elements = new EdwardsPoint[uniforms.Length];
        LaneHash<T>.Map(uniforms.SelectMany(uniform => uniform).ToArray(), elements);
        for (int index = 0; index < elements.Length; index++)
        {
            Assert.Equal(1UL, Ristretto255.FromUniformBytes(uniforms[index]).EqualsMask(elements[index]));
        }
    }
}
