using System.Runtime.Intrinsics;
using Komandor.Cryptography.ErasureCoding;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests.ErasureCoding;

public sealed unsafe class GaloisTests
{
    [Fact]
    public void Multiply_TheDocumentsVectors_Agrees()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("erasure-code.md", "products"))
        {
            byte[] numbers = Convert.FromHexString(vector["left"] + vector["right"] + vector["product"]);
            Assert.Equal(numbers[2], Galois.Multiply(numbers[0], numbers[1]));
        }
    }

    [Fact]
    public void Multiply_AllPairs_AgreesWithPolynomials()
    {
        for (int pair = 0; pair < 1 << 16; pair++)
        {
            (byte left, byte right) = unchecked(((byte)pair, (byte)(pair >> 8)));
            Assert.Equal(SlowErasureCode.Multiply(left, right), Galois.Multiply(left, right));
        }
    }

    [Fact]
    public void Invert_AllElements_GiveOneAgain()
    {
        for (int value = 1; value < 256; value++)
        {
            Assert.Equal(1, Galois.Multiply(Galois.Invert((byte)value), (byte)value));
        }
    }

    [Fact]
    public void AddProduct_AllPairs_AgreesOnEveryBackend()
    {
        AssertProducts<GfniGalois, Vector512<byte>>();
        AssertProducts<Avx512Galois, Avx512Galois.Factor>();
        AssertProducts<Avx2Galois, Avx2Galois.Factor>();
        AssertProducts<ScalarGalois, byte>();
    }

    [Fact]
    public void Combine_EveryLengthOfThreeVectors_AgreesOnEveryBackend()
    {
        for (int length = 0; length <= 3 * 64; length++)
        {
            AssertSums(length % 7 + 1, length % 5, length);
        }

        // Lengths at which four vectors, or a stretch of the cache, end.
        foreach (int length in new[] { 255, 256, 257, 511, 513, 2047, 2048, 2049, 2304, 6149 })
        {
            AssertSums(3, 3, length);
        }
    }

    private static void AssertProducts<T, TFactor>()
        where T : unmanaged, IGaloisLanes<T, TFactor>
        where TFactor : unmanaged
    {
        if (!T.IsSupported)
        {
            return;
        }

        byte* values = stackalloc byte[256];
        byte* sums = stackalloc byte[256];
        for (int factor = 0; factor < 256; factor++)
        {
            for (int value = 0; value < 256; value++)
            {
                values[value] = (byte)value;
                sums[value] = (byte)(value * 3 & 0xFF);
            }

            for (int offset = 0; offset < 256; offset += T.Count)
            {
                T.Store(sums + offset, T.AddProduct(T.Load(sums + offset), T.Load(values + offset), T.Prepare((byte)factor)));
            }

            for (int value = 0; value < 256; value++)
            {
                Assert.Equal((byte)((value * 3) & 0xFF) ^ SlowErasureCode.Multiply((byte)value, (byte)factor), sums[value]);
            }
        }
    }

    private static void AssertSums(int inputs, int outputs, int length)
    {
        Random random = new(length);
        byte[] factors = new byte[inputs * outputs];
        random.NextBytes(factors);
        byte[] data = new byte[inputs * length];
        random.NextBytes(data);
        byte[] expected = Combine<ScalarGalois, byte>(data, inputs, outputs, factors, length);
        Assert.Equal(expected, Combine<Avx2Galois, Avx2Galois.Factor>(data, inputs, outputs, factors, length) ?? expected);
        Assert.Equal(expected, Combine<Avx512Galois, Avx512Galois.Factor>(data, inputs, outputs, factors, length) ?? expected);
        Assert.Equal(expected, Combine<GfniGalois, Vector512<byte>>(data, inputs, outputs, factors, length) ?? expected);
        for (int place = 0; place < expected.Length; place += 97)
        {
            (int output, int offset) = (place / length, place % length);
            int sum = Enumerable.Range(0, inputs).Aggregate(0, (sum, input) =>
                sum ^ SlowErasureCode.Multiply(data[(input * length) + offset], factors[(output * inputs) + input]));
            Assert.Equal(sum, expected[place]);
        }
    }

    // What follows an output must stay as it was.
    private static byte[] Combine<T, TFactor>(byte[] data, int inputs, int outputs, byte[] factors, int length)
        where T : unmanaged, IGaloisLanes<T, TFactor>
        where TFactor : unmanaged
    {
        if (!T.IsSupported)
        {
            return null!;
        }

        byte[] result = new byte[(outputs * length) + 64];
        fixed (byte* from = data)
        fixed (byte* to = result)
        {
            nint[] starts = new nint[inputs + outputs];
            for (int index = 0; index < starts.Length; index++)
            {
                starts[index] = index < inputs ? (nint)(from + (index * length)) : (nint)(to + ((index - inputs) * length));
            }

            GaloisCombiner<T, TFactor>.Combine(starts.AsSpan(0, inputs), starts.AsSpan(inputs), factors, length);
        }

        Assert.Equal(new byte[64], result[^64..]);
        return result[..^64];
    }
}
