using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>The points of a membership prover: Σ over places of (product over digits of σ·x + a)·Pᵢ as a polynomial in x, folded digit by digit.</summary>
/// <remarks>docs/protocol/membership.md §5. A fold replaces four polynomials by one of a degree more: (Σ a·p) + x·p of the place's digit. That takes 5,454 multiples for 4,096 places, where one sum for each power takes
/// 24,576; and each multiple is constant time. The scalars of a digit are the same in all groups.</remarks>
internal static class DigitFold
{
    // Groups in a part of the work.
    private const int PartSize = 32;

    /// <summary>The coefficients of the powers below the highest, which tell the place until they are blinded: the caller zeroes them.</summary>
    /// <param name="points">4 to the number of digits of them; zeroed, as all that is folded.</param>
    /// <param name="secrets">The place and its masks.</param>
    /// <param name="forkJoin">Runs the parts.</param>
    internal static EdwardsPoint[] Run(EdwardsPoint[] points, MembershipSecrets secrets, IForkJoin forkJoin)
    {
        EdwardsPoint[][] coefficients = [points];
        for (int digit = 0; coefficients[0].Length > 1; digit++)
        {
            EdwardsPoint[][] folded = Fold(coefficients, digit, secrets, forkJoin);
            Zero(coefficients);
            coefficients = folded;
        }

        // The highest coefficient is the point of the place itself.
        EdwardsPoint[] result = [.. coefficients.SkipLast(1).Select(one => one[0])];
        Zero(coefficients);
        return result;
    }

    /// <summary>Overwrites points that tell a secret.</summary>
    internal static void Zero(params ReadOnlySpan<EdwardsPoint[]> points)
    {
        foreach (EdwardsPoint[] one in points)
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(one.AsSpan()));
        }
    }

    private static EdwardsPoint[][] Fold(EdwardsPoint[][] coefficients, int digit, MembershipSecrets secrets, IForkJoin forkJoin)
    {
        int groups = coefficients[0].Length / Membership.Radix;
        EdwardsPoint[][] folded = new EdwardsPoint[coefficients.Length + 1][];
        for (int power = 0; power < folded.Length; power++)
        {
            folded[power] = new EdwardsPoint[groups];
        }

        using SharedMultiples multiples = new(secrets.MasksOf(digit));
        int parts = (groups + PartSize - 1) / PartSize;
        forkJoin.Run(parts * folded.Length, part =>
        {
            int power = part / parts;
            int start = part % parts * PartSize;
            int end = Math.Min(groups, start + PartSize);
            EdwardsPoint[]? masked = power < coefficients.Length ? coefficients[power] : null;
            EdwardsPoint[]? moved = power > 0 ? coefficients[power - 1] : null;
            for (int group = start; group < end; group++)
            {
                folded[power][group] = moved is null ? EdwardsPoint.Identity : Choose(moved, group, secrets.Place, digit);
            }

            if (masked is not null)
            {
                multiples.AddSums(masked.AsSpan(start * Membership.Radix, (end - start) * Membership.Radix), folded[power].AsSpan(start, end - start));
            }
        });
        return folded;
    }

    private static EdwardsPoint Choose(EdwardsPoint[] points, int group, int place, int digit)
    {
        EdwardsPoint chosen = points[group * Membership.Radix];
        for (int value = 1; value < Membership.Radix; value++)
        {
            ulong equal = MembershipSecrets.Chosen(place, digit, value);
            EdwardsPoint other = points[(group * Membership.Radix) + value];
            chosen = new EdwardsPoint(
                chosen.X.Select(other.X, equal), chosen.Y.Select(other.Y, equal), chosen.Z.Select(other.Z, equal), chosen.T.Select(other.T, equal));
        }

        return chosen;
    }
}
