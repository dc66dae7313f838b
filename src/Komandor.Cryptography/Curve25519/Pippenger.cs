using System.Buffers;

namespace Komandor.Cryptography.Curve25519;

/// <summary>Pippenger's multi-scalar multiplication: per window of the scalars, points are added to the bucket of their digit. Variable time.</summary>
internal static class Pippenger
{
    private const int ScalarBits = 253;

    /// <summary>The sum of scalar · point.</summary>
    internal static EdwardsPoint Sum(ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        int width = WindowBits(points.Length);

        // Signed digits carry once past the top bit.
        int windows = (ScalarBits + width) / width;
        CachedPoint[] cached = ArrayPool<CachedPoint>.Shared.Rent(points.Length);
        short[] digits = ArrayPool<short>.Shared.Rent(points.Length * windows);
        EdwardsPoint[] buckets = ArrayPool<EdwardsPoint>.Shared.Rent(1 << (width - 1));
        for (int index = 0; index < points.Length; index++)
        {
            cached[index] = points[index].ToCached();
            Recode(scalars[index], width, digits.AsSpan(index * windows, windows));
        }

        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int window = windows; window-- > 0;)
        {
            for (int bit = 0; bit < width; bit++)
            {
                sum = sum.Double();
            }

            sum += SumWindow(cached.AsSpan(0, points.Length), digits, windows, window, buckets.AsSpan(0, 1 << (width - 1)));
        }

        ArrayPool<CachedPoint>.Shared.Return(cached);
        ArrayPool<short>.Shared.Return(digits);
        ArrayPool<EdwardsPoint>.Shared.Return(buckets);
        return sum;
    }

    // Bucket k holds the points of digit k + 1; the sum of (k + 1) · bucket k is that of all the tails.
    private static EdwardsPoint SumWindow(
        ReadOnlySpan<CachedPoint> points, ReadOnlySpan<short> digits, int windows, int window, Span<EdwardsPoint> buckets)
    {
        buckets.Fill(EdwardsPoint.Identity);
        for (int index = 0; index < points.Length; index++)
        {
            int digit = digits[(index * windows) + window];
            if (digit > 0)
            {
                buckets[digit - 1] = buckets[digit - 1].Add(points[index]);
            }
            else if (digit < 0)
            {
                buckets[-digit - 1] = buckets[-digit - 1].Add(-points[index]);
            }
        }

        EdwardsPoint tail = EdwardsPoint.Identity;
        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int bucket = buckets.Length; bucket-- > 0;)
        {
            tail += buckets[bucket];
            sum += tail;
        }

        return sum;
    }

    private static void Recode(in Scalar scalar, int width, Span<short> digits)
    {
        int carry = 0;
        for (int window = 0; window < digits.Length; window++)
        {
            int digit = scalar.Bits(window * width, width) + carry;
            carry = digit > 1 << (width - 1) ? 1 : 0;
            digits[window] = (short)(digit - (carry << width));
        }
    }

    // Near the optimum of points + 2 · buckets additions a window.
    private static int WindowBits(int points) => points switch
    {
        < 128 => 5,
        < 400 => 6,
        < 900 => 7,
        < 2_200 => 8,
        < 5_000 => 9,
        < 12_000 => 10,
        < 30_000 => 11,
        _ => 12,
    };
}
