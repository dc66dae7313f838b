using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>One secret scalar times many public elements, encodings in and out: what a scan spends its time on. Constant time in the scalar.</summary>
/// <remarks>docs/protocol/private-wallet.md §4. The definition is <see cref="One"/>.</remarks>
internal static class SharedProducts
{
    /// <summary>Multiplies every element.</summary>
    /// <param name="scalar">The secret.</param>
    /// <param name="elements">Encodings, 32 bytes each.</param>
    /// <param name="products">Gets 32 bytes an element, which the caller zeroes; unspecified where an encoding is none.</param>
    /// <param name="valid">Gets whether each encoding is an element's.</param>
    internal static void Multiply(in Scalar scalar, ReadOnlySpan<byte> elements, Span<byte> products, Span<bool> valid)
    {
        int count = elements.Length / Ristretto255.SizeBytes;
        if (count == 0)
        {
            return;
        }

        EdwardsPoint[] points = ArrayPool<EdwardsPoint>.Shared.Rent(count);
        Span<EdwardsPoint> used = points.AsSpan(0, count);
        Ristretto255.TryReadBatch(elements[..(count * Ristretto255.SizeBytes)], used, valid);
        for (int index = 0; index < count; index++)
        {
            // The formulas hold on the curve alone; what stands for no element is not multiplied.
            used[index] = valid[index] ? used[index] : EdwardsPoint.Identity;
        }

        Multiply(scalar, used);
        Ristretto255.WriteBatch(used, products);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(used));
        ArrayPool<EdwardsPoint>.Shared.Return(points);
    }

    /// <summary>The definition, for one element.</summary>
    internal static bool One(in Scalar scalar, ReadOnlySpan<byte> element, Span<byte> product)
    {
        if (!Ristretto255.TryRead(element, out EdwardsPoint point))
        {
            return false;
        }

        Ristretto255.Write(point.Multiply(scalar), product);
        return true;
    }

    private static void Multiply(in Scalar scalar, Span<EdwardsPoint> points)
    {
        if (Avx512Lanes.IsSupported)
        {
            LaneProducts<Avx512Lanes>.Multiply(scalar, points);
        }
        else if (Avx2Lanes.IsSupported)
        {
            LaneProducts<Avx2Lanes>.Multiply(scalar, points);
        }
        else
        {
            LaneProducts<ScalarLane>.Multiply(scalar, points);
        }
    }
}
