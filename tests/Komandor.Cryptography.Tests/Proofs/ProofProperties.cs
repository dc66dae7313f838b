using CsCheck;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Proofs;

/// <summary>Honest proofs of anything are valid, and a proof with any bit turned is not.</summary>
public sealed class ProofProperties
{
    [Fact]
    public void RangeProof_AnyValues_IsValidAndOneBitTurnedIsNot() =>
        Gen.Select(Gen.ULong.Array[1, 4], Gen.Int, Gen.Int[0, int.MaxValue]).Sample(
            (values, seed, place) =>
            {
                Scalar[] blindings = [.. values.Select((_, index) => Sample.Scalar(seed ^ index))];
                (byte[] commitments, byte[] proof) = RangeProver.Prove(Sample.Context(seed), values, blindings, Sample.Randomness(seed));
                RangeVerifier verifier = new();
                RangeCheck check = new(Sample.Context(seed), commitments, proof);
                Assert.Equal(ProofFault.None, verifier.Verify(check));
                Assert.NotEqual(ProofFault.None, verifier.Verify(check with { Proof = Turn(proof, place) }));
                Assert.NotEqual(ProofFault.None, verifier.Verify(check with { Commitments = Turn(commitments, place) }));
            },
            iter: 6);

    [Fact]
    public void Membership_AnyPlace_IsValidAndOneBitTurnedIsNot() =>
        Gen.Select(Gen.Int[1, 80], Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue]).Sample(
            (notes, choice, bit) =>
            {
                byte[] encoded = [.. Enumerable.Range(0, notes).SelectMany(index => Sample.Encode(Generators.Derive("note"u8, index)))];
                Assert.Equal(ProofFault.None, CoverSet.TryRead(encoded, out CoverSet? set));
                int place = 1 + (choice % notes);
                byte[] offset = Sample.Encode(set!.Bases.Points[place] + EdwardsPoint.Base.Multiply(Sample.Scalar(choice)));
                byte[] zero = Sample.Encode(Pedersen.Commit(1, Sample.Scalar(bit)));
                MembershipCheck check = MembershipProver.Prove(
                    set, Sample.Context(bit), offset, zero, place, -Sample.Scalar(choice), Sample.Randomness(bit), SerialForkJoin.Instance);
                MembershipVerifier verifier = new();
                Assert.Equal(ProofFault.None, verifier.Verify(check));
                Assert.NotEqual(ProofFault.None, verifier.Verify(check with { Proof = Turn(check.Proof.ToArray(), bit) }));
                Assert.NotEqual(ProofFault.None, verifier.Verify(check with { Offset = Turn(offset, bit) }));
            },
            iter: 6);

    [Fact]
    public void Invert_AnyScalars_GivesOneWithThem() =>
        Gen.Int.Array[1, 20].Sample(
            seeds =>
            {
                Scalar[] scalars = [.. seeds.Select(Sample.Scalar)];
                Scalar[] inverses = [.. scalars];
                ScalarSpans.InvertAll(inverses, new Scalar[seeds.Length]);
                Assert.All(scalars.Zip(inverses), pair => Assert.Equal(Sample.Encode(Scalar.One), Sample.Encode(pair.First * pair.Second)));
                Assert.Equal(Sample.Encode(inverses[0]), Sample.Encode(ScalarSpans.Invert(scalars[0])));
            },
            iter: 20);

    [Fact]
    public void SecretSum_AnyTerms_IsTheVariableTimeSum() =>
        Gen.Int.Array[0, 40].Sample(
            seeds =>
            {
                Scalar[] scalars = [.. seeds.Select((seed, index) => (index % 5) switch { 0 => ScalarSpans.MinusOne, 1 => default, _ => Sample.Scalar(seed) })];
                EdwardsPoint[] points = [.. seeds.Select((_, index) => Generators.Derive("test"u8, index))];
                Assert.Equal(1UL, SecretSum.Sum(scalars, points).EqualsMask(MultiScalar.SumVariableTime(scalars, points)));
            },
            iter: 20);

    [Fact]
    public void ScalarMatrix_AnySizes_IsTheSumOfProducts() =>
        Gen.Select(Gen.Int[1, 128], Gen.Int[1, 5], Gen.Int[1, 12]).Sample(
            (terms, width, count) =>
            {
                // −1 everywhere is the largest sum that has to fit before it is reduced.
                Scalar[] rows = [.. Enumerable.Range(0, terms * count).Select(index => index % 3 == 0 ? Sample.Scalar(index) : ScalarSpans.MinusOne)];
                Scalar[] columns = [.. Enumerable.Range(0, terms * width).Select(index => index % 4 == 0 ? Sample.Scalar(~index) : ScalarSpans.MinusOne)];
                Scalar[] sums = [.. Enumerable.Range(0, count).Select(Sample.Scalar)];
                ScalarMatrix.AddProducts(rows, columns, terms, sums);
                for (int place = 0; place < count; place++)
                {
                    Scalar expected = Sample.Scalar(place);
                    for (int term = 0; term < terms; term++)
                    {
                        expected += rows[(place / width * terms) + term] * columns[(place % width * terms) + term];
                    }

                    Assert.Equal(Sample.Encode(expected), Sample.Encode(sums[place]));
                }
            },
            iter: 20);

    private static byte[] Turn(byte[] bytes, int place) => Sample.Flip(bytes, place / 8 % bytes.Length, 1 << (place % 8));
}
