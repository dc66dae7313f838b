using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Oracles;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>Attempts to spend a note that is not in the cover set, or a value at the virtual place.</summary>
public sealed class MembershipForgeries
{
    private const int Notes = 3, Digits = 1;

    private static readonly MembershipVerifier _verifier = new();

    [Fact]
    public void FrozenHeart_AnyPointOfTheSecondEquationChosenAfterTheChallenge_IsRefused()
    {
        // The offset is a note of nowhere. Notes of the set, offset, commitment and G are solved in turn so that the equation holds under the old challenge.
        byte[][] parts = MembershipAgreementTests.Make(Notes, 2);
        parts[2] = Sample.Encode(MembershipAgreementTests.Note(800));
        List<(BigInteger Scalar, SlowPoint Point)> terms = SetTerms(parts);
        SlowPoint total = SlowPoint.Sum(terms);
        Assert.False(total.IsNeutral);
        for (int note = 0; note < Notes; note++)
        {
            AssertRefused([parts[0], Forger.With(parts[1], note, Forger.Solve(terms, note, total)), .. parts[2..]]);
        }

        AssertRefused([parts[0], parts[1], SlowRistretto.Encode(Forger.Solve(terms, Notes, total)), parts[3], parts[4]]);
        AssertRefused([parts[0], parts[1], parts[2], SlowRistretto.Encode(Forger.Solve(terms, Notes + 1, total)), parts[4]]);
        AssertRefused([.. parts[..4], Forger.With(parts[4], 2, Forger.Solve(terms, Notes + 3, total))]);
    }

    [Fact]
    public void FrozenHeart_DigitCommitmentsChosenAfterTheChallenge_AreRefused()
    {
        byte[][] parts = MembershipAgreementTests.Make(Notes, 2);
        parts[4] = Sample.With(parts[4], 2 + Digits, Sample.Encode(Sample.Scalar(40)));
        BigInteger x = Draw(parts);
        BigInteger[] scalars = Scalars(parts);
        List<(BigInteger Scalar, SlowPoint Point)> terms =
            SlowMembership.DigitTerms(Forger.Points(parts[4], 2 + Digits), scalars, SlowMembership.Digits(scalars, x, Digits), x);
        Assert.False(SlowPoint.Sum(terms).IsNeutral);
        AssertRefused([.. parts[..4], Forger.With(parts[4], 0, Forger.Solve(terms, 0))]);
        AssertRefused([.. parts[..4], Forger.With(parts[4], 1, Forger.Solve(terms, 1))]);
    }

    [Fact]
    public void WeightsThatAreNoDigits_OverSeveralNotes_AreRefused()
    {
        // ½ and ½ of two notes, 2 and −1, a third of each: the second equation holds, so only the bits of the first keep a new note from being made of old ones.
        AssertMixture(ProofFault.None, 0, 1, 0);
        BigInteger half = SlowScalar.Invert(2);
        BigInteger third = SlowScalar.Invert(3);
        AssertMixture(ProofFault.Equation, half, half, 0);
        AssertMixture(ProofFault.Equation, 2, -1, 0);
        AssertMixture(ProofFault.Equation, third, third, third);

        // Weights that do not sum up to 1 leave the rest to place 0, whose commitment to 0 would pay for a note of any multiple.
        AssertMixture(ProofFault.Equation, 2, 0, 0);
        AssertMixture(ProofFault.Equation, 1, 1, 0);
    }

    [Fact]
    public void ValueAtTheVirtualPlace_HiddenInTheOffset_IsRefused()
    {
        // C′ = V + ρ·B at place 0; and as if place 0 looked at the offset, with N′ = ρ·B.
        byte[][] parts = MembershipAgreementTests.Make(Notes, 0);
        MembershipCheck check = Check(parts) with { Zero = Sample.Encode(Pedersen.Commit(1, Sample.Scalar(3))) };
        Assert.Equal(ProofFault.Equation, Verify(Reprove(check, Sample.Scalar(3))));
        check = check with { Offset = Sample.Encode(EdwardsPoint.Base.Multiply(Sample.Scalar(4))) };
        Assert.Equal(ProofFault.Equation, Verify(Reprove(check, Sample.Scalar(4))));
        Assert.Equal(ProofFault.Equation, Verify(Reprove(check, -Sample.Scalar(4))));
    }

    [Fact]
    public void AnotherSet_OlderLongerOrReordered_IsRefused()
    {
        byte[][] parts = MembershipAgreementTests.Make(Notes, 2);
        AssertRefused([parts[0], parts[1][..64], .. parts[2..]]);
        byte[] swapped = [.. parts[1][64..], .. parts[1][32..64], .. parts[1][..32]];
        AssertRefused([parts[0], swapped, .. parts[2..]]);

        // The note stays at its place, so the sums could be made to agree: the set's hash is what differs.
        byte[] replaced = Sample.With(parts[1], 2, Sample.Encode(MembershipAgreementTests.Note(801)));
        AssertRefused([parts[0], replaced, .. parts[2..]]);
    }

    private static void AssertMixture(ProofFault fault, params BigInteger[] weights)
    {
        // N′ = Σ weights · N + ρ·B, and C′ commits to zero so that place 0 may take what is left.
        Scalar blinding = Sample.Scalar(2);
        byte[][] parts = MembershipAgreementTests.Make(Notes, 2);
        EdwardsPoint[] notes = [.. Enumerable.Range(1, Notes).Select(MembershipAgreementTests.Note)];
        Scalar[] sigma = [Sample.Number(1 - weights.Aggregate((sum, weight) => sum + weight)), .. weights.Select(Sample.Number)];
        Scalar total = sigma[1] + sigma[2] + sigma[3];
        EdwardsPoint sum = MultiScalar.SumVariableTime(sigma.AsSpan(1), notes);
        EdwardsPoint offset = sum.Multiply(ScalarSpans.Invert(total)) + EdwardsPoint.Base.Multiply(blinding);
        Scalar zero = Sample.Scalar(3);
        EdwardsPoint[] points = [Pedersen.Commit(0, zero), .. notes.Select(note => note + -offset)];
        MembershipCheck check = Check(parts) with { Offset = Sample.Encode(offset), Zero = Sample.Encode(points[0]) };
        MembershipCheck forged = DishonestMember.Prove(check, points, sigma, (sigma[0] * zero) + -(total * blinding));
        byte[][] forgedParts = [parts[0], parts[1], forged.Offset.ToArray(), forged.Zero.ToArray(), forged.Proof.ToArray()];
        Assert.True(SlowPoint.Sum(SetTerms(forgedParts)).IsNeutral);
        Assert.Equal(fault, Verify(forged));
    }

    private static MembershipCheck Reprove(MembershipCheck check, Scalar blinding) => MembershipProver.Prove(
        check.Set, check.Context, check.Offset, check.Zero, 0, blinding, Sample.Randomness(1), SerialForkJoin.Instance);

    private static List<(BigInteger Scalar, SlowPoint Point)> SetTerms(byte[][] parts)
    {
        BigInteger x = Draw(parts);
        BigInteger[] scalars = Scalars(parts);
        return SlowMembership.SetTerms(
            Forger.Points(parts[1]),
            [Forger.Points(parts[2])[0], Forger.Points(parts[3])[0]],
            Forger.Points(parts[4], 2 + Digits),
            scalars,
            SlowMembership.Digits(scalars, x, Digits),
            x);
    }

    private static BigInteger Draw(byte[][] parts)
    {
        Transcript transcript = new();
        Membership.Begin(transcript, Check(parts));
        return Forger.Number(Membership.Draw(transcript, parts[4].AsSpan(0, 32 * (2 + Digits))));
    }

    private static BigInteger[] Scalars(byte[][] parts) => Forger.Scalars(parts[4], 2 + Digits, (3 * Digits) + 2);

    private static MembershipCheck Check(byte[][] parts)
    {
        Assert.Equal(ProofFault.None, CoverSet.TryRead(parts[1], out CoverSet? set));
        return new MembershipCheck(set!, new Hash256(parts[0]), parts[2], parts[3], parts[4]);
    }

    private static ProofFault Verify(MembershipCheck check) => _verifier.Verify(check);

    private static void AssertRefused(byte[][] parts) => Assert.Equal(ProofFault.Equation, Verify(Check(parts)));
}
