using CsCheck;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The fast verifier of range proofs has the verdicts of the slow one.</summary>
public sealed class RangeAgreementTests
{
    private static readonly RangeVerifier _verifier = new();

    [Fact]
    public void Verify_AnyStatementAndChange_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.ULong, Gen.Int).Sample((value, seed) => AssertAgrees(Mutation.Apply(Make(1, value), seed)), iter: 6, threads: 1);

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_ManyStatementsAndChanges_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Int[1, 5], Gen.ULong, Gen.Int).Sample(
            (count, value, seed) => AssertAgrees(Mutation.Apply(Make(count, value), seed)), iter: 400, threads: 1);

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_EveryItemMoved_IsRefusedByBoth()
    {
        foreach (byte[][] parts in Mutation.Shifts(Make(2, 7), scalars: 3))
        {
            Assert.Equal(SlowVerdict.P8, AssertAgrees(parts));
        }
    }

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_Sixteen_IsValidForBoth() => Assert.Equal(SlowVerdict.Valid, AssertAgrees(Make(16, ulong.MaxValue)));

    private static byte[][] Make(int count, ulong value)
    {
        int number = (int)(value & 0xffff);
        ulong[] values = [.. Enumerable.Range(0, count).Select(index => value >> (index * 9))];
        Scalar[] blindings = [.. values.Select((_, index) => Sample.Scalar(number + index))];
        Hash256 context = Sample.Context(number);
        (byte[] commitments, byte[] proof) = RangeProver.Prove(context, values, blindings, Sample.Randomness(number));
        return [context.ToArray(), commitments, proof];
    }

    private static SlowVerdict AssertAgrees(byte[][] parts)
    {
        SlowVerdict slow = SlowRange.Verify(parts[0], parts[1], parts[2]);
        Assert.Equal(slow, Mutation.VerdictOf(_verifier.Verify(new RangeCheck(new Hash256(parts[0]), parts[1], parts[2]))));
        return slow;
    }
}
