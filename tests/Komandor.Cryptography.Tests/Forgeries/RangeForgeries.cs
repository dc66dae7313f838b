using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Oracles;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>Attempts to commit to what is no number of 64 bits. Each was tried; none may ever pass.</summary>
public sealed class RangeForgeries
{
    private static readonly RangeVerifier _verifier = new();
    private static readonly Hash256 _context = Sample.Context(1);

    [Fact]
    public void FrozenHeart_APointChosenAfterTheChallenges_IsRefused()
    {
        // Weak Fiat–Shamir: take the challenges of some proof, then solve the equation for one of its points, commitments included.
        // Under the old challenges the equation then holds for a commitment to −1; but every point is hashed before a challenge that weighs it.
        byte[] commitments = Sample.Encode(Pedersen.Commit(Sample.Number(-1), Sample.Scalar(1)));
        (_, byte[] proof) = RangeProver.Prove(_context, [1], [Sample.Scalar(1)], Sample.Randomness(1));
        const int Rounds = 6, Points = 3 + (2 * Rounds);
        SlowRange.Challenges challenges = Draw(commitments, proof, Rounds);
        List<(BigInteger Scalar, SlowPoint Point)> terms = SlowRange.Equation(
            Forger.Points(commitments), Forger.Points(proof, Points), Forger.Scalars(proof, Points, 3), challenges);
        SlowPoint total = SlowPoint.Sum(terms);
        Assert.False(total.IsNeutral);
        int first = terms.Count - Points - 1;
        for (int term = first; term < terms.Count; term++)
        {
            SlowPoint solved = Forger.Solve(terms, term, total);
            Assert.True((total + (terms[term].Scalar * (solved - terms[term].Point))).IsNeutral);
            int item = ItemOf(term - first, Rounds);
            byte[] forged = item < Points ? Forger.With(proof, item, solved) : proof;
            byte[] statement = item < Points ? commitments : SlowRistretto.Encode(solved);
            AssertRefused(statement, forged);
        }
    }

    [Fact]
    public void DishonestDigits_OfValuesOutsideTheRange_AreRefused()
    {
        Assert.Equal(ProofFault.None, Prove(7, Digits(7), digit => digit - 1));

        // 2⁶⁴ with a digit 2 in the highest place: the products of digits and digits − 1 are not zero.
        BigInteger[] two = Digits(0);
        two[63] = 2;
        Assert.Equal(ProofFault.Equation, Prove(BigInteger.Pow(2, 64), two, digit => digit - 1));

        // The same with zero products: then digits and their partners do not differ by 1.
        Assert.Equal(ProofFault.Equation, Prove(BigInteger.Pow(2, 64), two, digit => digit.IsZero ? -1 : 0));

        // −1 in the lowest place, and the field's own one half of 1.
        BigInteger[] minus = Digits(0);
        minus[0] = -1;
        Assert.Equal(ProofFault.Equation, Prove(-1, minus, digit => digit - 1));
        BigInteger[] all = [.. Enumerable.Repeat(SlowScalar.Invert(2), 64)];
        BigInteger value = SlowScalar.Modulo(SlowScalar.Invert(2) * (BigInteger.Pow(2, 64) - 1));
        Assert.Equal(ProofFault.Equation, Prove(value, all, digit => digit - 1));
    }

    [Fact]
    public void Aggregate_ValueTradedBetweenCommitments_IsRefused()
    {
        // One proof of two commitments whose digits sum up right only over both: 2⁶⁴ too many here, 1 too many there.
        BigInteger[] values = [-1, 1 + BigInteger.Pow(2, 64)];
        BigInteger[] digits = [.. Digits(0), .. Digits(0)];
        digits[64] = 1;
        Scalar[] blindings = [Sample.Scalar(1), Sample.Scalar(2)];
        byte[] commitments = [.. values.Zip(blindings).SelectMany(pair => Sample.Encode(Pedersen.Commit(Sample.Number(pair.First), pair.Second)))];
        byte[] proof = DishonestRangeProver.Prove(_context, commitments, digits, digit => digit - 1, blindings);
        AssertRefused(commitments, proof);
    }

    [Fact]
    public void WrongAggregation_OfTheSameCommitments_IsRefused()
    {
        // Proofs of 3 and 4 commitments have one length: the padded place must not be one that a statement fills, nor the reverse.
        Scalar[] blindings = [Sample.Scalar(1), Sample.Scalar(2), Sample.Scalar(3), Sample.Scalar(4)];
        (byte[] four, byte[] proofOfFour) = RangeProver.Prove(_context, [1, 2, 3, 0], blindings, Sample.Randomness(1));
        (byte[] three, byte[] proofOfThree) = RangeProver.Prove(_context, [1, 2, 3], blindings.AsSpan(0, 3), Sample.Randomness(1));
        Assert.Equal(proofOfFour.Length, proofOfThree.Length);
        Assert.Equal(ProofFault.Equation, Verify(four[..96], proofOfFour));
        Assert.Equal(ProofFault.Equation, Verify([.. three, .. four[96..]], proofOfThree));
        Assert.Equal(ProofFault.Identity, Verify([.. three, .. new byte[32]], proofOfThree));
    }

    private static SlowRange.Challenges Draw(byte[] commitments, byte[] proof, int rounds)
    {
        Transcript transcript = new();
        RangeProof.Begin(transcript, _context, commitments);
        RangeProof.Draw(transcript, SlowReader.Part(proof, 0), out Scalar y, out Scalar z);
        BigInteger[] x =
        [
            .. Enumerable.Range(3, rounds).Select(item => Forger.Number(
                RangeProof.DrawRound(transcript, SlowReader.Part(proof, item), SlowReader.Part(proof, item + rounds)))),
        ];
        Scalar e = RangeProof.DrawLast(transcript, SlowReader.Part(proof, 1), SlowReader.Part(proof, 2));
        return new(Forger.Number(y), Forger.Number(z), x, Forger.Number(e));
    }

    private static BigInteger[] Digits(ulong value) => [.. Enumerable.Range(0, 64).Select(bit => (BigInteger)((value >> bit) & 1))];

    private static ProofFault Prove(BigInteger value, BigInteger[] digits, Func<BigInteger, BigInteger> partner)
    {
        Scalar blinding = Sample.Scalar(1);
        byte[] commitment = Sample.Encode(Pedersen.Commit(Sample.Number(value), blinding));
        return Verify(commitment, DishonestRangeProver.Prove(_context, commitment, digits, partner, [blinding]));
    }

    private static ProofFault Verify(byte[] commitments, byte[] proof) => _verifier.Verify(new RangeCheck(_context, commitments, proof));

    private static void AssertRefused(byte[] commitments, byte[] proof) => Assert.Equal(ProofFault.Equation, Verify(commitments, proof));

    // The equation names A, A1, B′, then L and R of each round, then commitments; the proof has all L before all R.
    private static int ItemOf(int term, int rounds) => term switch
    {
        < 3 => term,
        _ when term < 3 + (2 * rounds) => 3 + ((term - 3) / 2) + ((term - 3) % 2 * rounds),
        _ => term,
    };
}
