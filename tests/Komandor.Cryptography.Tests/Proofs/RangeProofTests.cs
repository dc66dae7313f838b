using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Curve25519;

namespace Komandor.Cryptography.Tests.Proofs;

public sealed class RangeProofTests
{
    private static readonly RangeVerifier _verifier = new();
    private static readonly RangeCheck _two = Make([5, ulong.MaxValue], 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Verify_HonestProof_IsValid(int count)
    {
        ulong[] values = [0, ulong.MaxValue, 1, 1UL << 63, 12345678901234567];
        RangeCheck check = Make(values[..count], count);
        Assert.Equal(RangeProof.SizeBytes(count), check.Proof.Length);
        Assert.Equal(ProofFault.None, _verifier.Verify(check));
    }

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_HonestProofOfSixteen_IsValid() =>
        Assert.Equal(ProofFault.None, _verifier.Verify(Make([.. Enumerable.Range(0, 16).Select(index => ulong.MaxValue >> index)], 16)));

    [Fact]
    public void Verify_ValuesOutsideTheRange_AreRefusedByRuleP8()
    {
        foreach (BigInteger value in new[] { BigInteger.Pow(2, 64), -1, BigInteger.Pow(2, 64) + 5, SlowCurve.Order / 2 })
        {
            Scalar blinding = Sample.Scalar(1);
            byte[] commitment = Sample.Encode(Pedersen.Commit(Sample.Number(value), blinding));
            byte[] bits = new byte[64];
            for (int bit = 0; bit < 64; bit++)
            {
                bits[bit] = (byte)((value >> bit) & 1);
            }

            byte[] proof = RangeProver.ProveBits(Sample.Context(1), commitment, bits, [blinding], Sample.Randomness(1));
            Assert.Equal(ProofFault.Equation, _verifier.Verify(new RangeCheck(Sample.Context(1), commitment, proof)));
        }
    }

    [Fact]
    public void Verify_PaddingThatIsNotZero_IsRefusedByRuleP8()
    {
        // Three commitments leave a fourth place, whose bits must be zero; honest bits elsewhere do not make up for it.
        Scalar[] blindings = [Sample.Scalar(1), Sample.Scalar(2), Sample.Scalar(3)];
        byte[] commitments = [.. blindings.SelectMany(blinding => Sample.Encode(Pedersen.Commit(1, blinding)))];
        byte[] bits = new byte[256];
        (bits[0], bits[64], bits[128]) = (1, 1, 1);
        RangeCheck good = new(
            Sample.Context(1), commitments, RangeProver.ProveBits(Sample.Context(1), commitments, bits, blindings, Sample.Randomness(1)));
        Assert.Equal(ProofFault.None, _verifier.Verify(good));
        bits[192] = 1;
        RangeCheck bad = good with { Proof = RangeProver.ProveBits(Sample.Context(1), commitments, bits, blindings, Sample.Randomness(1)) };
        Assert.Equal(ProofFault.Equation, _verifier.Verify(bad));
    }

    [Fact]
    public void Verify_ValueMovedBetweenCommitments_IsRefusedByRuleP8()
    {
        // The weights z², z⁴ keep a surplus of one commitment from covering the lack of another: values 2⁶⁴ + 1 and −1 have the bits' sum.
        Scalar[] blindings = [Sample.Scalar(1), Sample.Scalar(2)];
        byte[] commitments =
        [
            .. Sample.Encode(Pedersen.Commit(Sample.Number(-1), blindings[0])),
            .. Sample.Encode(Pedersen.Commit(Sample.Number(4), blindings[1])),
        ];
        byte[] bits = new byte[128];
        (bits[0], bits[65]) = (1, 1);
        byte[] proof = RangeProver.ProveBits(Sample.Context(1), commitments, bits, blindings, Sample.Randomness(1));
        Assert.Equal(ProofFault.Equation, _verifier.Verify(new RangeCheck(Sample.Context(1), commitments, proof)));
    }

    [Fact]
    public void Verify_WrongNumbers_AreRefusedByRulesP1AndP2()
    {
        byte[] commitments = _two.Commitments.ToArray();
        byte[] proof = _two.Proof.ToArray();
        AssertFault(ProofFault.Count, _two with { Commitments = Array.Empty<byte>() });
        AssertFault(ProofFault.Count, _two with { Commitments = Enumerable.Repeat(commitments[..32], 17).SelectMany(one => one).ToArray() });
        AssertFault(ProofFault.Length, _two with { Commitments = commitments.AsMemory(..^1) });
        AssertFault(ProofFault.Length, _two with { Commitments = commitments.AsMemory(..32) });
        AssertFault(ProofFault.Length, _two with { Commitments = new byte[] { 0 }.Concat(commitments).ToArray() });
        AssertFault(ProofFault.Length, _two with { Proof = proof.AsMemory(..^32) });
        AssertFault(ProofFault.Length, _two with { Proof = proof.Concat(proof[..32]).ToArray() });
        AssertFault(ProofFault.Length, _two with { Proof = proof.Concat(proof[..64]).ToArray() });
        AssertFault(ProofFault.Length, _two with { Proof = Array.Empty<byte>() });
    }

    [Fact]
    public void Verify_BadItems_AreRefusedByRulesP3ToP6()
    {
        byte[] proof = _two.Proof.ToArray();
        int points = (proof.Length / 32) - 3;
        foreach ((byte[] item, ProofFault fault) in Sample.BadPoints())
        {
            for (int place = 0; place < points; place++)
            {
                AssertFault(fault, _two with { Proof = Sample.With(proof, place, item) });
            }

            AssertFault(fault, _two with { Commitments = Sample.With(_two.Commitments.ToArray(), 1, item) });
        }

        foreach ((byte[] item, ProofFault fault) in Sample.BadScalars())
        {
            for (int place = points; place < points + 3; place++)
            {
                AssertFault(fault, _two with { Proof = Sample.With(proof, place, item) });
            }
        }
    }

    [Fact]
    public void Verify_AnyPartChanged_IsRefused()
    {
        AssertFault(ProofFault.Equation, _two with { Context = Sample.Context(2) });
        byte[] swapped = [.. _two.Commitments.Span[32..], .. _two.Commitments.Span[..32]];
        AssertFault(ProofFault.Equation, _two with { Commitments = swapped });
        byte[] proof = _two.Proof.ToArray();
        byte[] other = Sample.Encode(Generators.Derive("test"u8, 1));
        for (int place = 0; place < proof.Length / 32; place++)
        {
            byte[] item = place < (proof.Length / 32) - 3 ? other : Sample.Encode(Sample.Scalar(9));
            AssertFault(ProofFault.Equation, _two with { Proof = Sample.With(proof, place, item) });
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(129)]
    public void VerifyBatch_BadProofsAmongMany_AreNamedAsAlone(int size)
    {
        RangeCheck one = Make([7], 3);
        RangeCheck[] checks = [.. Enumerable.Range(0, size).Select(index => index % 2 == 0 ? one : _two)];
        ProofFault[] faults = new ProofFault[size];
        Assert.True(_verifier.VerifyBatch(checks, faults));
        checks[0] = one with { Context = Sample.Context(77) };
        checks[size - 1] = _two with { Proof = Sample.With(_two.Proof.ToArray(), 0, new byte[32]) };
        checks[size / 2] = one with { Proof = Shift(one.Proof.ToArray(), 1) };
        checks[(size / 2) - 1] = one with { Proof = Shift(one.Proof.ToArray(), -1) };
        Assert.False(_verifier.VerifyBatch(checks, faults));
        int[] bad = [0, (size / 2) - 1, size / 2, size - 1];
        for (int index = 0; index < size; index++)
        {
            // The good ones are two proofs over and over.
            Assert.Equal(bad.Contains(index) ? _verifier.Verify(checks[index]) : ProofFault.None, faults[index]);
        }
    }

    [Fact]
    public void VerifyBatch_FloodOfInvalidProofs_CostsABoundedNumberOfSums()
    {
        RangeCheck bad = _two with { Context = Sample.Context(77) };
        ProofFault[] faults = new ProofFault[32];
        RangeVerifier verifier = new();
        Assert.False(verifier.VerifyBatch([.. Enumerable.Repeat(bad, 32)], faults));
        Assert.All(faults, fault => Assert.Equal(ProofFault.Equation, fault));

        // Every node of the halving tree at most, and what is refused before its points are read costs no sum at all.
        Assert.InRange(verifier.SumCount, 1, 63);
        int sums = verifier.SumCount;
        byte[] scalar = Sample.With(_two.Proof.ToArray(), (_two.Proof.Length / 32) - 1, Sample.OrderBytes);
        byte[] both = Sample.With(scalar, 0, new byte[32]);
        Assert.False(verifier.VerifyBatch([.. Enumerable.Repeat(_two with { Proof = both }, 32)], faults));
        Assert.All(faults, fault => Assert.Equal(ProofFault.Scalar, fault));
        Assert.InRange(verifier.SumCount, sums, sums + 1);
    }

    [Fact]
    public void VerifyBatch_OneBadAmong128_CostsTwoSumsALevel()
    {
        RangeCheck[] checks = [.. Enumerable.Repeat(_two, 128)];
        checks[77] = _two with { Context = Sample.Context(77) };
        RangeVerifier verifier = new();
        Assert.False(verifier.VerifyBatch(checks, new ProofFault[128]));
        Assert.InRange(verifier.SumCount, 8, 15);
    }

    [Fact]
    public void VerifyBatch_ErrorsThatCancelUnderEqualWeights_AreBothRefused()
    {
        // d1 + 1 and d1 − 1 of two proofs: their sum is as before.
        RangeCheck one = Make([7], 3);
        RangeCheck[] checks = [one with { Proof = Shift(one.Proof.ToArray(), 1) }, _two, one with { Proof = Shift(one.Proof.ToArray(), -1) }];
        ProofFault[] faults = new ProofFault[3];
        Assert.False(_verifier.VerifyBatch(checks, faults));
        Assert.Equal([ProofFault.Equation, ProofFault.None, ProofFault.Equation], faults);
    }

    [Fact]
    public void VerifyBatch_SteadyState_AllocatesNothing()
    {
        RangeCheck[] checks = [.. Enumerable.Repeat(_two, 8)];
        ProofFault[] faults = new ProofFault[8];
        RangeVerifier verifier = new();
        verifier.VerifyBatch(checks, faults);
        verifier.VerifyBatch(checks, faults);
        long before = GC.GetAllocatedBytesForCurrentThread();
        verifier.VerifyBatch(checks, faults);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Prove_OtherRandomnessOrContext_GivesOtherNonces()
    {
        (_, byte[] first) = RangeProver.Prove(Sample.Context(1), [1], [Sample.Scalar(1)], Sample.Randomness(1));
        (_, byte[] again) = RangeProver.Prove(Sample.Context(1), [1], [Sample.Scalar(1)], Sample.Randomness(1));
        (_, byte[] fresh) = RangeProver.Prove(Sample.Context(1), [1], [Sample.Scalar(1)], Sample.Randomness(2));
        (_, byte[] other) = RangeProver.Prove(Sample.Context(2), [1], [Sample.Scalar(1)], Sample.Randomness(1));
        Assert.Equal(first, again);
        Assert.NotEqual(first[..32], fresh[..32]);
        Assert.NotEqual(first[..32], other[..32]);
    }

    private static void AssertFault(ProofFault fault, RangeCheck check) => Assert.Equal(fault, _verifier.Verify(check));

    private static byte[] Shift(byte[] proof, int by)
    {
        Assert.True(Scalar.TryRead(proof.AsSpan(proof.Length - 32), out Scalar d1));
        return Sample.With(proof, (proof.Length / 32) - 1, Sample.Encode(d1 + Sample.Number(by)));
    }

    private static RangeCheck Make(ulong[] values, int number)
    {
        Scalar[] blindings = [.. values.Select((_, index) => Sample.Scalar((100 * number) + index))];
        (byte[] commitments, byte[] proof) = RangeProver.Prove(Sample.Context(number), values, blindings, Sample.Randomness(number));
        return new RangeCheck(Sample.Context(number), commitments, proof);
    }
}
