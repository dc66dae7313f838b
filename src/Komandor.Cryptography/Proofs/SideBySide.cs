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
    /// <param name="scalars">For each term, one for each sum.</param>
    /// <param name="points">As many.</param>
    /// <param name="sums">The sums.</param>
    internal static void Compute(int terms, ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points, Span<EdwardsPoint> sums)
    {
        if (Avx512Lanes.IsSupported)
        {
            LaneStraus<Avx512Lanes>.Compute(terms, scalars, points, sums);
        }
        else if (Avx2Lanes.IsSupported)
        {
            LaneStraus<Avx2Lanes>.Compute(terms, scalars, points, sums);
        }
        else
        {
            ComputeEach(terms, scalars, points, sums);
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
