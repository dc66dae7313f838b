using System.Runtime.CompilerServices;
using Komandor.Primitives;

namespace Komandor.Cryptography.ErasureCoding;

/// <summary><see cref="GaloisCombiner"/> over one kind of lanes.</summary>
internal static unsafe class GaloisCombiner<T, TFactor>
    where T : unmanaged, IGaloisLanes<T, TFactor>
    where TFactor : unmanaged
{
    // So much of every input is read for all outputs before the next part: ten inputs and outputs stay in the nearest cache.
    private const int StretchSizeBytes = 2048;

    /// <summary>See <see cref="GaloisCombiner.Combine"/>.</summary>
    internal static void Combine(ReadOnlySpan<nint> inputs, ReadOnlySpan<nint> outputs, ReadOnlySpan<byte> factors, int sizeBytes)
    {
        Invariant.Require(!inputs.IsEmpty && factors.Length == inputs.Length * outputs.Length);
        for (int start = 0; start < sizeBytes; start += StretchSizeBytes)
        {
            int end = Math.Min(sizeBytes, start + StretchSizeBytes);
            int output = 0;
            for (; output + 2 <= outputs.Length; output += 2)
            {
                CombineTwo(inputs, (byte*)outputs[output], (byte*)outputs[output + 1], factors.Slice(output * inputs.Length, 2 * inputs.Length), start, end);
            }

            if (output < outputs.Length)
            {
                CombineOne(inputs, (byte*)outputs[output], factors[(output * inputs.Length)..], start, end);
            }
        }
    }

    // Eight sums at once: enough for the latency of a product, and few enough for the registers of AVX2.
    private static void CombineTwo(ReadOnlySpan<nint> inputs, byte* first, byte* second, ReadOnlySpan<byte> factors, int start, int end)
    {
        unchecked
        {
            int offset = start;
            for (; offset + (4 * T.Count) <= end; offset += 4 * T.Count)
            {
                T a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
                for (int index = 0; index < inputs.Length; index++)
                {
                    byte* input = (byte*)inputs[index] + offset;
                    TFactor factor = T.Prepare(factors[index]), other = T.Prepare(factors[inputs.Length + index]);
                    T value = T.Load(input);
                    (a0, b0) = (T.AddProduct(a0, value, factor), T.AddProduct(b0, value, other));
                    value = T.Load(input + T.Count);
                    (a1, b1) = (T.AddProduct(a1, value, factor), T.AddProduct(b1, value, other));
                    value = T.Load(input + (2 * T.Count));
                    (a2, b2) = (T.AddProduct(a2, value, factor), T.AddProduct(b2, value, other));
                    value = T.Load(input + (3 * T.Count));
                    (a3, b3) = (T.AddProduct(a3, value, factor), T.AddProduct(b3, value, other));
                }

                StoreFour(first + offset, a0, a1, a2, a3);
                StoreFour(second + offset, b0, b1, b2, b3);
            }

            CombineRest(inputs, first, factors[..inputs.Length], offset, end);
            CombineRest(inputs, second, factors[inputs.Length..], offset, end);
        }
    }

    private static void CombineOne(ReadOnlySpan<nint> inputs, byte* output, ReadOnlySpan<byte> factors, int start, int end)
    {
        unchecked
        {
            int offset = start;
            for (; offset + (4 * T.Count) <= end; offset += 4 * T.Count)
            {
                T a0 = default, a1 = default, a2 = default, a3 = default;
                for (int index = 0; index < inputs.Length; index++)
                {
                    byte* input = (byte*)inputs[index] + offset;
                    TFactor factor = T.Prepare(factors[index]);
                    a0 = T.AddProduct(a0, T.Load(input), factor);
                    a1 = T.AddProduct(a1, T.Load(input + T.Count), factor);
                    a2 = T.AddProduct(a2, T.Load(input + (2 * T.Count)), factor);
                    a3 = T.AddProduct(a3, T.Load(input + (3 * T.Count)), factor);
                }

                StoreFour(output + offset, a0, a1, a2, a3);
            }

            CombineRest(inputs, output, factors, offset, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(byte* output, T first, T second, T third, T fourth)
    {
        T.Store(output, first);
        T.Store(output + T.Count, second);
        T.Store(output + (2 * T.Count), third);
        T.Store(output + (3 * T.Count), fourth);
    }

    // Less than four vectors: vector by vector, and then byte by byte.
    private static void CombineRest(ReadOnlySpan<nint> inputs, byte* output, ReadOnlySpan<byte> factors, int start, int end)
    {
        unchecked
        {
            int offset = start;
            for (; offset + T.Count <= end; offset += T.Count)
            {
                T sum = default;
                for (int index = 0; index < inputs.Length; index++)
                {
                    sum = T.AddProduct(sum, T.Load((byte*)inputs[index] + offset), T.Prepare(factors[index]));
                }

                T.Store(output + offset, sum);
            }

            for (; offset < end; offset++)
            {
                byte sum = 0;
                for (int index = 0; index < inputs.Length; index++)
                {
                    sum ^= Galois.Multiply(((byte*)inputs[index])[offset], factors[index]);
                }

                output[offset] = sum;
            }
        }
    }
}
