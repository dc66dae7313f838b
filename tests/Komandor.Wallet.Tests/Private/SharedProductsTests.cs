using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Tests.Private;

public sealed class SharedProductsTests
{
    [Fact]
    public void Multiply_AtEveryLengthThroughThreeVectors_IsTheDefinition()
    {
        for (int count = 0; count <= 49; count++)
        {
            Check(Random(count), Elements(count, count));
        }
    }

    [Fact]
    public void Multiply_ScalarsAtTheirEnds_AreTheDefinition()
    {
        Scalar[] scalars = [default, Scalar.One, -Scalar.One, Scalar.One + Scalar.One, -(Scalar.One + Scalar.One)];
        foreach (Scalar scalar in scalars)
        {
            Check(scalar, Elements(1, 17));
        }

        for (int bit = 0; bit < 252; bit += 3)
        {
            byte[] encoded = new byte[32];
            encoded[bit / 8] = (byte)(1 << (bit % 8));
            Assert.True(Scalar.TryRead(encoded, out Scalar power));
            Check(power, Elements(2, 3));
        }
    }

    [Fact]
    public void Multiply_WhatIsNoElement_IsToldAndHarmsNothing()
    {
        byte[] elements = Elements(3, 12);
        elements.AsSpan(5 * 32, 32).Fill(0xff);
        Check(Random(3), elements);
    }

    [Fact]
    public void Lanes_OfEveryBackend_AgreeWithTheDefinition()
    {
        Scalar scalar = Random(77);
        byte[] elements = Elements(4, 21);
        Check<ScalarLane>(scalar, elements);
        if (Avx2Lanes.IsSupported)
        {
            Check<Avx2Lanes>(scalar, elements);
        }

        if (Avx512Lanes.IsSupported)
        {
            Check<Avx512Lanes>(scalar, elements);
            Check<LanePair<Avx512Lanes>>(scalar, elements);
        }
    }

    private static void Check<T>(in Scalar scalar, byte[] elements)
        where T : unmanaged, ILaneField<T>
    {
        EdwardsPoint[] points = new EdwardsPoint[elements.Length / 32];
        Assert.True(Ristretto255.TryReadBatch(elements, points, new bool[points.Length]));
        LaneProducts<T>.Multiply(scalar, points);
        byte[] expected = new byte[32];
        for (int index = 0; index < points.Length; index++)
        {
            Assert.True(SharedProducts.One(scalar, elements.AsSpan(index * 32, 32), expected));
            Assert.Equal(new Hash256(expected), NoteMaker.Encode(points[index]));
        }
    }

    private static void Check(in Scalar scalar, byte[] elements)
    {
        int count = elements.Length / 32;
        byte[] products = new byte[elements.Length];
        bool[] valid = new bool[count];
        SharedProducts.Multiply(scalar, elements, products, valid);
        byte[] expected = new byte[32];
        for (int index = 0; index < count; index++)
        {
            Assert.Equal(SharedProducts.One(scalar, elements.AsSpan(index * 32, 32), expected), valid[index]);
            if (valid[index])
            {
                Assert.Equal(expected, products[(index * 32)..((index * 32) + 32)]);
            }
        }
    }

    private static Scalar Random(int number) => KeyHash.Scalar(TestDomains.Test, BitConverter.GetBytes(number), []);

    private static byte[] Elements(int seed, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(index => NoteMaker.Encode(EdwardsPoint.Base.Multiply(Random((seed * 1000) + index))).ToArray())];
}
