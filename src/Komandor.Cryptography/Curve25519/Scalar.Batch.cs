using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Primitives;

namespace Komandor.Cryptography.Curve25519;

internal readonly partial struct Scalar
{
    private const int WideSizeBytes = 64;

    /// <summary>Writes left[i] · right[i] to products[i]. Constant time.</summary>
    /// <param name="left">Any number of scalars.</param>
    /// <param name="right">As many.</param>
    /// <param name="products">As many at least; may be either operand.</param>
    internal static void MultiplyBatch(ReadOnlySpan<Scalar> left, ReadOnlySpan<Scalar> right, Span<Scalar> products)
    {
        Invariant.Require(left.Length == right.Length && products.Length >= left.Length);
        int index = Avx512Lanes.IsSupported ? MultiplyLanes(left, right, products) : 0;
        for (; index < left.Length; index++)
        {
            products[index] = left[index] * right[index];
        }
    }

    /// <summary>Reads scalars of 64 bytes as <see cref="ReadWide"/> reads one. Constant time.</summary>
    /// <param name="wide">64 bytes a scalar.</param>
    /// <param name="scalars">Gets as many scalars.</param>
    internal static void ReadWideBatch(ReadOnlySpan<byte> wide, Span<Scalar> scalars)
    {
        Invariant.Require(wide.Length == scalars.Length * WideSizeBytes);
        int index = Avx512Lanes.IsSupported ? ReadWideLanes(wide, scalars) : 0;
        for (; index < scalars.Length; index++)
        {
            scalars[index] = ReadWide(wide.Slice(index * WideSizeBytes, WideSizeBytes));
        }
    }

    // Multiplies by eights, and returns how many it multiplied.
    private static unsafe int MultiplyLanes(ReadOnlySpan<Scalar> left, ReadOnlySpan<Scalar> right, Span<Scalar> products)
    {
        int whole = left.Length & ~7;

        // Safe: a scalar is four words, least significant first.
        fixed (Scalar* leftWords = left, rightWords = right, productWords = products)
        {
            Avx512Scalars radixSquared = Broadcast(_lanesRadixSquared);
            for (int index = 0; index < whole; index += 8)
            {
                Avx512Scalars.Load((long*)(leftWords + index), 4, out Avx512Scalars a);
                Avx512Scalars.Load((long*)(rightWords + index), 4, out Avx512Scalars b);
                Avx512Scalars.Montgomery(a, b, out Avx512Scalars product);
                Avx512Scalars.Montgomery(product, radixSquared, out product);
                Avx512Scalars.SubtractOrder(ref product, 1);
                product.Store((long*)(productWords + index));
            }
        }

        return whole;
    }

    private static unsafe int ReadWideLanes(ReadOnlySpan<byte> wide, Span<Scalar> scalars)
    {
        int whole = scalars.Length & ~7;

        // Safe: eight words a number, little-endian like the processor.
        fixed (byte* bytes = wide)
        fixed (Scalar* words = scalars)
        {
            Avx512Scalars lowFactor = Broadcast(_lanesRadix), highFactor = Broadcast(_lanesWideRadix);
            for (int index = 0; index < whole; index += 8)
            {
                long* numbers = (long*)(bytes + (index * WideSizeBytes));
                Avx512Scalars.Load(numbers, 8, out Avx512Scalars low);
                Avx512Scalars.Load(numbers + 4, 8, out Avx512Scalars high);
                Avx512Scalars.Montgomery(low, lowFactor, out low);
                Avx512Scalars.Montgomery(high, highFactor, out high);
                Avx512Scalars.Add(low, high, out Avx512Scalars sum);
                Avx512Scalars.SubtractOrder(ref sum, 4);
                Avx512Scalars.SubtractOrder(ref sum, 2);
                Avx512Scalars.SubtractOrder(ref sum, 1);
                sum.Store((long*)(words + index));
            }
        }

        return whole;
    }

    private static unsafe Avx512Scalars Broadcast(Scalar value)
    {
        Avx512Scalars.Load((long*)&value, 0, out Avx512Scalars all);
        return all;
    }
}
