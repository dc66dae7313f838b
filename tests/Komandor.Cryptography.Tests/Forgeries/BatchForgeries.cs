using CsCheck;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.SecretSharing;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Cryptography.Tests.Oracles;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>Attempts to have a batch accept what would be refused alone, or the reverse.</summary>
public sealed class BatchForgeries
{
    private static readonly Hash256 _context = Sample.Context(1);

    [Fact]
    public void Weights_OfADocumentedBatch_AreThoseOfTheDocument()
    {
        byte[][] states = [[.. Enumerable.Repeat((byte)1, 64)], [.. Enumerable.Repeat((byte)2, 64)]];
        byte[][] proofs = [[1, 2, 3], [4]];
        Scalar[] weights = Draw(states, proofs, 11);
        SlowTranscript transcript = new("komandor.batch.1", new byte[32]);
        for (int index = 0; index < states.Length; index++)
        {
            transcript.Append("state", states[index]).Append("proof", proofs[index]);
        }

        transcript.Challenge("weights");
        for (int index = 0; index < weights.Length; index++)
        {
            byte[] hash = SlowTranscript.Hash("komandor.weight", [.. transcript.State, .. SlowTranscript.U32(index / 4)]);
            Assert.Equal(SlowCurve.Number(hash.AsSpan(16 * (index % 4), 16)) + 1, SlowCurve.Number(Sample.Encode(weights[index])));
        }
    }

    [Fact]
    public void PredictableWeights_ChangeWithEveryBitAndTheOrderOfTheBatch()
    {
        byte[][] states = [new byte[64], new byte[64]];
        byte[][] proofs = [new byte[2], new byte[2]];
        HashSet<string> firsts = [First(states, proofs)];
        for (int part = 0; part < 2; part++)
        {
            for (int index = 0; index < 64; index++)
            {
                Assert.True(firsts.Add(First([.. states.Select((state, place) => place == part ? Sample.Flip(state, index) : state)], proofs)));
            }

            for (int index = 0; index < 2; index++)
            {
                Assert.True(firsts.Add(First(states, [.. proofs.Select((proof, place) => place == part ? Sample.Flip(proof, index) : proof)])));
            }
        }

        // Neither where a proof ends nor how many there are may be moved.
        Assert.True(firsts.Add(First(states, [new byte[1], new byte[3]])));
        Assert.True(firsts.Add(First(states[..1], proofs[..1])));
    }

    [Fact]
    public void ErrorsThatCancel_UnderWeightsOfTheBatchBefore_AreBothRefused()
    {
        // The weights of a first try are known; errors are put into the responses that vanish under them. The weights hang on the responses.
        RelationCheck[] checks = [Opening(1), Opening(2)];
        byte[][] states = [.. checks.Select(StateOf)];
        Scalar[] weights = Draw(states, [.. checks.Select(check => check.Proof.ToArray())], 2);
        Scalar[] errors = [weights[1], -weights[0]];
        Assert.True(ScalarSpans.IsZero((weights[0] * errors[0]) + (weights[1] * errors[1])));
        RelationCheck[] edited = [.. checks.Zip(errors).Select(pair => WithError(pair.First, pair.Second))];
        ProofFault[] faults = new ProofFault[2];
        Assert.False(new RelationVerifier().VerifyBatch(edited, faults));
        Assert.Equal([ProofFault.Equation, ProofFault.Equation], faults);
    }

    [Fact]
    public void AnyMixtureOfGoodAndBad_HasTheVerdictsOfEachAlone()
    {
        RelationCheck[] relations = [Opening(1), Opening(2), WithError(Opening(3), Scalar.One), WithError(Opening(3), -Scalar.One)];
        relations = [.. relations, relations[0] with { Points = new byte[32] }, relations[0] with { Proof = new byte[96] }];
        (byte[] commitments, byte[] range) = RangeProver.Prove(_context, [1], [Sample.Scalar(1)], Sample.Randomness(1));
        RangeCheck good = new(_context, commitments, range);
        RangeCheck[] ranges = [good, good with { Context = Sample.Context(2) }, good with { Proof = range.AsMemory(1) }];
        MembershipCheck[] members = [.. Enumerable.Range(0, 3).Select(place => Member(MembershipAgreementTests.Make(3 + place, place)))];
        members = [.. members, members[1] with { Context = Sample.Context(2) }, members[2] with { Offset = members[2].Zero }];
        SharingCheck[] dealings = [Dealing(3, 2), Dealing(1, 1), Dealing(3, 2) with { Threshold = 1 }, Dealing(3, 2) with { Threshold = 0 }];
        Gen.Select(Gen.Int[2, 140], Gen.Int).Sample((size, seed) => AssertAgrees(new RelationVerifier(), relations, size, seed), iter: 4, threads: 1);
        Gen.Select(Gen.Int[2, 20], Gen.Int).Sample((size, seed) => AssertAgrees(new RangeVerifier(), ranges, size, seed), iter: 3, threads: 1);
        Gen.Select(Gen.Int[2, 40], Gen.Int).Sample((size, seed) => AssertAgrees(new MembershipVerifier(), members, size, seed), iter: 2, threads: 1);
        Gen.Select(Gen.Int[2, 20], Gen.Int).Sample((size, seed) => AssertAgrees(new SharingVerifier(), dealings, size, seed), iter: 3, threads: 1);
    }

    [Fact]
    [Trait("lane", "nightly")]
    public void OneBadAmongAThousand_IsNamed()
    {
        RelationCheck[] checks = [.. Enumerable.Repeat(Opening(1), 1_000)];
        RelationVerifier verifier = new();
        ProofFault[] faults = new ProofFault[checks.Length];
        foreach (int place in new[] { 0, 127, 128, 511, 999 })
        {
            RelationCheck[] changed = [.. checks];
            changed[place] = WithError(checks[place], Scalar.One);
            Assert.False(verifier.VerifyBatch(changed, faults));
            Assert.Equal(Enumerable.Range(0, 1_000).Select(index => index == place ? ProofFault.Equation : ProofFault.None), faults);
        }
    }

    private static void AssertAgrees<TCheck, TTerms>(BatchVerifier<TCheck, TTerms> verifier, TCheck[] kinds, int size, int seed)
        where TTerms : class, new()
    {
        Random random = new(seed);
        ProofFault[] alone = [.. kinds.Select(kind => verifier.Verify(kind))];
        int[] chosen = [.. Enumerable.Range(0, size).Select(_ => random.Next(kinds.Length))];
        ProofFault[] faults = new ProofFault[size];
        bool all = verifier.VerifyBatch([.. chosen.Select(kind => kinds[kind])], faults);
        Assert.Equal(chosen.Select(kind => alone[kind]), faults);
        Assert.Equal(faults.All(fault => fault == ProofFault.None), all);
    }

    private static Scalar[] Draw(byte[][] states, byte[][] proofs, int count)
    {
        BatchWeights weights = new();
        weights.Begin();
        for (int index = 0; index < states.Length; index++)
        {
            weights.Bind(states[index], proofs[index]);
        }

        Scalar[] drawn = new Scalar[count];
        weights.Draw(drawn);
        return drawn;
    }

    private static string First(byte[][] states, byte[][] proofs) => Convert.ToHexString(Sample.Encode(Draw(states, proofs, 1)[0]));

    private static byte[] StateOf(RelationCheck check)
    {
        Transcript transcript = new();
        RelationVerifier.Begin(transcript, check.Shape, check.Context, check.Points.Span);
        RelationVerifier.Draw(transcript, check.Proof.Span[..32]);
        return transcript.State.ToArray();
    }

    private static RelationCheck WithError(RelationCheck check, Scalar error)
    {
        Assert.True(Scalar.TryRead(check.Proof.Span[^32..], out Scalar last));
        return check with { Proof = Sample.With(check.Proof.ToArray(), 2, Sample.Encode(last + error)) };
    }

    private static RelationCheck Opening(int number)
    {
        Scalar[] secrets = [Sample.Scalar(number), Sample.Scalar(number + 100)];
        byte[] points = Sample.Encode(Pedersen.Commit(secrets[0], secrets[1]));
        return new(RelationShape.Opening, _context, points, RelationProver.Prove(RelationShape.Opening, _context, points, secrets, Sample.Randomness(1)));
    }

    private static MembershipCheck Member(byte[][] parts)
    {
        Assert.Equal(ProofFault.None, CoverSet.TryRead(parts[1], out CoverSet? set));
        return new(set!, new Hash256(parts[0]), parts[2], parts[3], parts[4]);
    }

    private static SharingCheck Dealing(int receivers, int threshold)
    {
        byte[] keys = [.. Enumerable.Range(0, receivers).SelectMany(place => Sample.Encode(EdwardsPoint.Base.Multiply(Sample.Scalar(900 + place))))];
        return new(_context, threshold, keys, Dealer.Deal(_context, threshold, keys, Sample.Randomness(1)));
    }
}
