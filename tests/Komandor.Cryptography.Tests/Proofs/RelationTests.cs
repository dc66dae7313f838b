using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Proofs;

public sealed class RelationTests
{
    private static readonly RelationVerifier _verifier = new();
    private static readonly EdwardsPoint _tagBase = Generators.TagBase(new ChainId(Sample.Context(1)), Sample.Context(2));
    private static readonly RelationCheck _good = Make(1);

    [Fact]
    public void Verify_EveryForm_IsValid()
    {
        Scalar x = Sample.Scalar(1);
        EdwardsPoint other = Generators.Derive("test"u8, 1);
        Assert.Equal(ProofFault.None, _verifier.Verify(_good));
        Assert.Equal(ProofFault.None, Prove(RelationShape.EqualLogarithm, [EdwardsPoint.Base.Multiply(x), other, other.Multiply(x)], [x]));
        Assert.Equal(ProofFault.None, Prove(RelationShape.Opening, [Pedersen.Commit(7, x)], [Sample.Number(7), x]));
        Assert.Equal(ProofFault.Equation, Prove(RelationShape.Opening, [Pedersen.Commit(7, x)], [Sample.Number(8), x]));
        Assert.Equal(ProofFault.Equation, Prove(RelationShape.EqualLogarithm, [EdwardsPoint.Base.Multiply(x), other, other.Multiply(x + x)], [x]));
    }

    [Fact]
    public void Verify_WrongLengths_AreRefusedByRuleP2()
    {
        AssertFault(ProofFault.Length, _good with { Points = _good.Points[..^32] });
        AssertFault(ProofFault.Length, _good with { Points = Array.Empty<byte>() });
        AssertFault(ProofFault.Length, _good with { Proof = _good.Proof[..^32] });
        AssertFault(ProofFault.Length, _good with { Proof = _good.Proof.ToArray().Append((byte)0).ToArray() });
        AssertFault(ProofFault.Length, _good with { Shape = RelationShape.Opening });
    }

    [Fact]
    public void Verify_BadItems_AreRefusedByRulesP3ToP6()
    {
        foreach ((byte[] item, ProofFault fault) in Sample.BadPoints())
        {
            for (int place = 0; place < 4; place++)
            {
                // Place 2 is the tag: the neutral one would be everybody's.
                AssertFault(fault, _good with { Points = Sample.With(_good.Points.ToArray(), place, item) });
            }

            for (int place = 0; place < 3; place++)
            {
                AssertFault(fault, _good with { Proof = Sample.With(_good.Proof.ToArray(), place, item) });
            }
        }

        foreach ((byte[] item, ProofFault fault) in Sample.BadScalars())
        {
            for (int place = 3; place < 8; place++)
            {
                AssertFault(fault, _good with { Proof = Sample.With(_good.Proof.ToArray(), place, item) });
            }
        }
    }

    [Fact]
    public void Verify_AnyPartChanged_IsRefusedByRuleP8()
    {
        byte[] point = Sample.Encode(Generators.Derive("test"u8, 1));
        AssertFault(ProofFault.Equation, _good with { Context = Sample.Context(9) });
        for (int place = 0; place < 8; place++)
        {
            byte[] item = place < 3 ? point : Sample.Encode(Sample.Scalar(5));
            AssertFault(ProofFault.Equation, _good with { Proof = Sample.With(_good.Proof.ToArray(), place, item) });
        }

        for (int place = 0; place < 4; place++)
        {
            AssertFault(ProofFault.Equation, _good with { Points = Sample.With(_good.Points.ToArray(), place, point) });
        }
    }

    [Fact]
    public void Verify_TheSameProofUnderAnotherForm_IsRefusedByRuleP8()
    {
        RelationShape renamed = new("komandor.spend.2", 4, 5, RelationShape.SpendInput.Equations);
        AssertFault(ProofFault.Equation, _good with { Shape = renamed });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Verify_TagsThatOnlySumUp_AreRefusedForEveryInput(int inputs)
    {
        // Tags are chosen freely and the last one is solved for, so that Σ (sᵢ·Tᵢ + rᵢ·K − U) is neutral although no term of it is.
        Scalar[] serials = [.. Enumerable.Range(0, inputs).Select(index => Sample.Scalar(100 + index))];
        Scalar[] spends = [.. Enumerable.Range(0, inputs).Select(index => Sample.Scalar(200 + index))];
        EdwardsPoint[] tags = [.. Enumerable.Range(0, inputs).Select(index => Generators.Derive("test"u8, index))];
        EdwardsPoint residual = EdwardsPoint.Identity;
        for (int index = 0; index < inputs; index++)
        {
            residual += Generators.Spend.Multiply(spends[index]) + -_tagBase;
            residual += index < inputs - 1 ? tags[index].Multiply(serials[index]) : EdwardsPoint.Identity;
        }

        tags[^1] = (-residual).Multiply(ScalarSpans.Invert(serials[^1]));
        Assert.True(SummedTagEquationHolds(serials, spends, tags));
        RelationCheck[] checks = [.. Enumerable.Range(0, inputs).Select(index => Make(index, serials[index], spends[index], tags[index]))];
        ProofFault[] faults = new ProofFault[inputs];
        Assert.False(_verifier.VerifyBatch(checks, faults));
        Assert.All(faults, fault => Assert.Equal(ProofFault.Equation, fault));
        Assert.All(checks, check => AssertFault(ProofFault.Equation, check));
    }

    [Fact]
    public void Verify_CommitmentChosenAfterAnotherProofsChallenge_IsRefused()
    {
        // The first proof is false; the second's commitments are shifted by what the first lacks, once its challenge is known.
        Scalar serial = Sample.Scalar(100), spend = Sample.Scalar(200);
        RelationCheck lie = Make(1, serial, spend, Generators.Derive("test"u8, 7));
        Transcript transcript = new();
        RelationVerifier.Begin(transcript, lie.Shape, lie.Context, lie.Points.Span);
        Scalar challenge = RelationVerifier.Draw(transcript, lie.Proof.Span[..96]);
        EdwardsPoint lack = Generators.Derive("test"u8, 7).Multiply(serial) + Generators.Spend.Multiply(spend) + -_tagBase;
        Assert.True(Ristretto255.TryRead(_good.Proof.Span.Slice(64, 32), out EdwardsPoint commitment));
        RelationCheck edited = _good with
        {
            Proof = Sample.With(_good.Proof.ToArray(), 2, Sample.Encode(commitment + lack.Multiply(challenge))),
        };
        ProofFault[] faults = new ProofFault[2];
        Assert.False(_verifier.VerifyBatch([lie, edited], faults));
        Assert.Equal([ProofFault.Equation, ProofFault.Equation], faults);
    }

    [Fact]
    public void Verify_ResponsesThatCancelUnderEqualWeights_AreBothRefused()
    {
        RelationCheck[] checks = [Shift(_good, 1), Make(2), Shift(Make(3), -1)];
        ProofFault[] faults = new ProofFault[3];
        Assert.False(_verifier.VerifyBatch(checks, faults));
        Assert.Equal([ProofFault.Equation, ProofFault.None, ProofFault.Equation], faults);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(1_000)]
    public void VerifyBatch_OneBadAmongMany_IsNamed(int size)
    {
        RelationCheck[] checks = [.. Enumerable.Repeat(_good, size)];
        ProofFault[] faults = new ProofFault[size];
        Assert.True(_verifier.VerifyBatch(checks, faults));
        checks[size - 2] = Shift(_good, 3);
        Assert.False(_verifier.VerifyBatch(checks, faults));
        Assert.Equal(Enumerable.Range(0, size).Select(index => index == size - 2 ? ProofFault.Equation : ProofFault.None), faults);
    }

    [Fact]
    public void VerifyBatch_SteadyState_AllocatesNothing()
    {
        RelationCheck[] checks = [.. Enumerable.Repeat(_good, 4)];
        ProofFault[] faults = new ProofFault[4];
        RelationVerifier verifier = new();
        verifier.VerifyBatch(checks, faults);
        verifier.VerifyBatch(checks, faults);
        long before = GC.GetAllocatedBytesForCurrentThread();
        verifier.VerifyBatch(checks, faults);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertFault(ProofFault fault, RelationCheck check) => Assert.Equal(fault, _verifier.Verify(check));

    private static ProofFault Prove(RelationShape shape, EdwardsPoint[] points, Scalar[] secrets)
    {
        byte[] encoded = [.. points.SelectMany(Sample.Encode)];
        byte[] proof = RelationProver.Prove(shape, Sample.Context(1), encoded, secrets, Sample.Randomness(1));
        return _verifier.Verify(new RelationCheck(shape, Sample.Context(1), encoded, proof));
    }

    private static bool SummedTagEquationHolds(Scalar[] serials, Scalar[] spends, EdwardsPoint[] tags)
    {
        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int index = 0; index < tags.Length; index++)
        {
            sum += tags[index].Multiply(serials[index]) + Generators.Spend.Multiply(spends[index]) + -_tagBase;
        }

        return Ristretto255.EqualsMask(sum, EdwardsPoint.Identity) == 1;
    }

    private static RelationCheck Shift(RelationCheck check, int by)
    {
        Assert.True(Scalar.TryRead(check.Proof.Span[^32..], out Scalar last));
        return check with { Proof = Sample.With(check.Proof.ToArray(), 7, Sample.Encode(last + Sample.Number(by))) };
    }

    private static RelationCheck Make(int number)
    {
        (Scalar serial, Scalar spend) = (Sample.Scalar(10 + number), Sample.Scalar(20 + number));
        EdwardsPoint tag = (_tagBase + -Generators.Spend.Multiply(spend)).Multiply(ScalarSpans.Invert(serial));
        return Make(number, serial, spend, tag);
    }

    private static RelationCheck Make(int number, Scalar serial, Scalar spend, EdwardsPoint tag)
    {
        Scalar[] secrets = [serial, spend, Sample.Number(5), Sample.Scalar(30 + number), Sample.Scalar(40 + number)];
        RelationEquation[] equations = RelationShape.SpendInput.Equations;
        byte[] points =
        [
            .. Sample.Encode(RelationProver.Evaluate(equations[0], [], secrets)),
            .. Sample.Encode(RelationProver.Evaluate(equations[1], [], secrets)),
            .. Sample.Encode(tag),
            .. Sample.Encode(_tagBase),
        ];
        byte[] proof = RelationProver.Prove(RelationShape.SpendInput, Sample.Context(1), points, secrets, Sample.Randomness(number));
        return new RelationCheck(RelationShape.SpendInput, Sample.Context(1), points, proof);
    }
}
