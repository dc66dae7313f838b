using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Sizes, bases and transcript of membership proofs: one out of many, with places in base 4.</summary>
/// <remarks>docs/protocol/membership.md. For m digits:
/// <code>
///  0       32    A
/// 32       32    B
/// 64       32m   G₀ … G_{m−1}
/// 64+32m   96m   f of each digit: values 1, 2, 3
/// 64+128m  32    z_A
/// 96+128m  32    z
/// </code></remarks>
internal static class Membership
{
    /// <summary>The values of a digit.</summary>
    internal const int Radix = 4;

    /// <summary>The digits of a place in the largest set.</summary>
    internal const int MaximumDigits = 7;

    /// <summary>Values of a digit that a proof holds: that of value 0 follows.</summary>
    internal const int SentValues = Radix - 1;

    private static readonly Lazy<BaseSet> _bases = new(MakeBases);

    /// <summary>B, then D and E of each digit's values: D₀, E₀, D₁, E₁, ….</summary>
    internal static BaseSet Bases => _bases.Value;

    /// <summary>The least number of digits that <paramref name="places"/> (2 to 16,384) need.</summary>
    internal static int DigitsOf(int places)
    {
        int digits = 1;
        while (1 << (2 * digits) < places)
        {
            digits++;
        }

        return digits;
    }

    /// <summary>The bytes of a proof over places of <paramref name="digits"/> digits.</summary>
    internal static int SizeBytes(int digits) => ProofReader.ItemSizeBytes * (4 + (Radix * digits));

    /// <summary>The place of D of a digit's value in <see cref="Bases"/>; E's is the next.</summary>
    internal static int BasePlace(int digit, int value) => 1 + (2 * ((digit * Radix) + value));

    /// <summary>Binds the statement.</summary>
    internal static void Begin(Transcript transcript, in MembershipCheck check)
    {
        transcript.Begin("komandor.membership.1"u8, check.Context);
        transcript.Append("set"u8, check.Set.Hash);
        transcript.Append("offset"u8, check.Offset.Span);
        transcript.Append("zero"u8, check.Zero.Span);
    }

    /// <summary>Binds A, B and all G, and draws the challenge.</summary>
    internal static Scalar Draw(Transcript transcript, ReadOnlySpan<byte> points)
    {
        transcript.Append("A"u8, points[..ProofReader.ItemSizeBytes]);
        transcript.Append("B"u8, points.Slice(ProofReader.ItemSizeBytes, ProofReader.ItemSizeBytes));
        transcript.Append("G"u8, points[(2 * ProofReader.ItemSizeBytes)..]);
        return transcript.Challenge("x"u8);
    }

    private static BaseSet MakeBases()
    {
        EdwardsPoint[] points = new EdwardsPoint[1 + (2 * Radix * MaximumDigits)];
        points[0] = Generators.Blinding;
        for (int index = 0; index < Radix * MaximumDigits; index++)
        {
            points[1 + (2 * index)] = Generators.Derive("membership.digit"u8, index);
            points[2 + (2 * index)] = Generators.Derive("membership.square"u8, index);
        }

        return new BaseSet(points);
    }
}
