using System.Buffers;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Cryptography.Proofs.Lanes;

namespace Komandor.Cryptography.Proofs;

/// <summary>Many independent sums of a few multiples each, in variable time: what the steps of many rings compute.</summary>
internal static class SideBySide
{
    /// <summary>sums[i] = Σ scalars[t·n + i] · points[t·n + i] over the terms t, where n is the number of sums.</summary>
    /// <param name="terms">The multiples in each sum.</param>
    /// <param name="bits">Scalars are below 2 to this power.</param>
    /// <param name="scalars">For each term, one for each sum.</param>
    /// <param name="points">As many.</param>
    /// <param name="sums">The sums.</param>
    internal static void Compute(int terms, int bits, ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points, Span<EdwardsPoint> sums)
    {
        // A digit of four bits more takes the last carry.
        int windows = Math.Min(SecretSum.Windows, (bits / 4) + 1);
        if (Avx512Lanes.IsSupported)
        {
            LaneStraus<Avx512Lanes>.Compute(terms, windows, scalars, points, sums);
        }
        else if (Avx2Lanes.IsSupported)
        {
            LaneStraus<Avx2Lanes>.Compute(terms, windows, scalars, points, sums);
        }
        else
        {
            ComputeEach(terms, scalars, points, sums);
        }
    }

    /// <summary>Doubles each point <paramref name="times"/> times.</summary>
    internal static void Double(int times, ReadOnlySpan<EdwardsPoint> points, Span<EdwardsPoint> doubled)
    {
        if (Avx512Lanes.IsSupported)
        {
            LaneStraus<Avx512Lanes>.Double(times, points, doubled);
        }
        else if (Avx2Lanes.IsSupported)
        {
            LaneStraus<Avx2Lanes>.Double(times, points, doubled);
        }
        else
        {
            LaneStraus<ScalarLane>.Double(times, points, doubled);
        }
    }

    /// <summary>The definition: one sum after the other.</summary>
    internal static void ComputeEach(int terms, ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points, Span<EdwardsPoint> sums)
    {
        Span<Scalar> factors = stackalloc Scalar[terms];
        EdwardsPoint[] bases = ArrayPool<EdwardsPoint>.Shared.Rent(terms);
        for (int index = 0; index < sums.Length; index++)
        {
            for (int term = 0; term < terms; term++)
            {
                factors[term] = scalars[(term * sums.Length) + index];
                bases[term] = points[(term * sums.Length) + index];
            }

            sums[index] = MultiScalar.SumVariableTime(factors, bases.AsSpan(0, terms));
        }

        ArrayPool<EdwardsPoint>.Shared.Return(bases);
    }
}
