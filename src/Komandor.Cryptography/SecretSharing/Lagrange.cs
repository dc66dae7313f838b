using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.SecretSharing;

/// <summary>Coefficients of polynomials that are known at small places.</summary>
internal static class Lagrange
{
    /// <summary>What each value of a polynomial counts in its value at 0: Π (other / (other − place)) over the other places.</summary>
    /// <param name="places">Different places from 1 on.</param>
    internal static Scalar[] AtZero(ReadOnlySpan<int> places)
    {
        Scalar[] numerators = new Scalar[places.Length];
        Scalar[] denominators = new Scalar[places.Length];
        for (int index = 0; index < places.Length; index++)
        {
            numerators[index] = Scalar.One;
            denominators[index] = Scalar.One;
            for (int other = 0; other < places.Length; other++)
            {
                if (other != index)
                {
                    numerators[index] *= Number(places[other]);
                    denominators[index] *= Number(places[other] - places[index]);
                }
            }
        }

        ScalarSpans.InvertAll(denominators, new Scalar[places.Length]);
        Scalar.MultiplyBatch(numerators, denominators, numerators);
        return numerators;
    }

    /// <summary>Writes Π 1/(place − other) over the other places of 1, 2, …, n, which make the dual of the code of polynomials there.</summary>
    /// <param name="weights">One for each place.</param>
    /// <param name="scratch">As many; overwritten.</param>
    internal static void DualWeights(Span<Scalar> weights, Span<Scalar> scratch)
    {
        // The product is (place − 1)! · (−1)^(n − place) · (n − place)!.
        for (int index = 0; index < weights.Length; index++)
        {
            scratch[index] = index == 0 ? Scalar.One : scratch[index - 1] * Number(index);
        }

        for (int index = 0; index < weights.Length; index++)
        {
            int above = weights.Length - 1 - index;
            Scalar product = scratch[index] * scratch[above];
            weights[index] = (above & 1) == 0 ? product : -product;
        }

        ScalarSpans.InvertAll(weights, scratch);
    }

    /// <summary>The number, which may be negative, modulo ℓ.</summary>
    internal static Scalar Number(int number)
    {
        Invariant.Require(number != int.MinValue);
        Scalar magnitude = ScalarSpans.FromNumber((ulong)Math.Abs(number));
        return number < 0 ? -magnitude : magnitude;
    }
}
