using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>A membership proof that has been read.</summary>
/// <remarks>docs/protocol/membership.md §4 names its parts.</remarks>
internal sealed class MembershipTerms
{
    /// <summary>N′, C′, A, B, then all G.</summary>
    internal EdwardsPoint[] Points { get; } = new EdwardsPoint[4 + Membership.MaximumDigits];

    /// <summary>f of every digit's four values: those of value 0 are computed.</summary>
    internal Scalar[] Values { get; } = new Scalar[Membership.Radix * Membership.MaximumDigits];

    /// <summary>The scalars as the proof holds them: all f but those of value 0, then z_A and z.</summary>
    internal Scalar[] Sent { get; } = new Scalar[(Membership.SentValues * Membership.MaximumDigits) + 2];

    /// <summary>The cover set.</summary>
    internal CoverSet? Set { get; set; }

    /// <summary>The challenge.</summary>
    internal Scalar Challenge;

    /// <summary>The digits of a place.</summary>
    internal int Digits => Set!.Digits;

    internal EdwardsPoint Offset => Points[0];

    internal EdwardsPoint Zero => Points[1];

    internal EdwardsPoint A => Points[2];

    internal EdwardsPoint B => Points[3];

    internal ReadOnlySpan<EdwardsPoint> G => Points.AsSpan(4, Digits);

    /// <summary>z_A, the response for A and B.</summary>
    internal Scalar ResponseA => Sent[Membership.SentValues * Digits];

    /// <summary>z, the response for the note.</summary>
    internal Scalar Response => Sent[(Membership.SentValues * Digits) + 1];

    /// <summary>Computes f of value 0 of each digit: all four sum up to the challenge.</summary>
    internal void FillValues()
    {
        for (int digit = 0; digit < Digits; digit++)
        {
            Scalar rest = Challenge;
            for (int value = 1; value < Membership.Radix; value++)
            {
                Scalar sent = Sent[(digit * Membership.SentValues) + value - 1];
                Values[(digit * Membership.Radix) + value] = sent;
                rest += -sent;
            }

            Values[digit * Membership.Radix] = rest;
        }
    }

    /// <summary>The sum over the first <paramref name="places"/> places of the product of their digits' f, and the challenge's power.</summary>
    /// <remarks>Digit by digit: below the digit at hand everything is summed, which gives powers of the challenge.</remarks>
    internal (Scalar Sum, Scalar Power) SumBelow(int places)
    {
        Scalar power = Scalar.One;
        Scalar sum = default;
        for (int digit = 0; digit < Digits; digit++)
        {
            // What is summed so far are the places below the digits seen, from the lowest up.
            int value = (places >> (2 * digit)) & (Membership.Radix - 1);
            Scalar below = default;
            for (int smaller = 0; smaller < value; smaller++)
            {
                below += Values[(digit * Membership.Radix) + smaller];
            }

            sum = (below * power) + (Values[(digit * Membership.Radix) + value] * sum);
            power *= Challenge;
        }

        // A full set has a digit more: all is summed.
        return (places >> (2 * Digits) == 1 ? power : sum, power);
    }
}
