using CsCheck;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The fast verifier of ring signatures has the verdicts of the slow one.</summary>
public sealed class RingAgreementTests
{
    private static readonly RingVerifier _verifier = new();
    private static readonly RingCheck _good = Check(Make(1, 1));

    [Fact]
    public void Verify_AnyStatementAndChange_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Int[0, 15], Gen.Int).Sample((place, seed) => AssertAgrees(Mutation.Apply(Make(place, seed & 0xff), seed)), iter: 5, threads: 1);

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_ManyStatementsAndChanges_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Int[0, 15], Gen.Int).Sample(
            (place, seed) => AssertAgrees(Mutation.Apply(Make(place, seed & 0xff), seed)), iter: 400, threads: 1);

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_EveryItemMoved_IsRefusedByBoth()
    {
        foreach (byte[][] parts in Mutation.Shifts(Make(5, 1), scalars: 17))
        {
            Assert.Equal(SlowVerdict.P8, AssertAgrees(parts));
        }
    }

    /// <summary>Context, ring, image, offset, proof of a signer at a place.</summary>
    internal static byte[][] Make(int place, int number)
    {
        byte[] ring = [.. Enumerable.Range(0, RingSignature.MemberCount).SelectMany(member => (byte[])
        [
            .. Sample.Encode(EdwardsPoint.Base.Multiply(Key(member))),
            .. Sample.Encode(Pedersen.Commit((ulong)member, Sample.Scalar(5000 + member))),
        ])];
        Scalar blinding = Sample.Scalar(6000 + number);
        byte[] offset = Sample.Encode(Pedersen.Commit((ulong)place, blinding));
        RingCheck check = RingSigner.Sign(
            Sample.Context(number), ring, offset, place, Key(place), Sample.Scalar(5000 + place) + -blinding, Sample.Randomness(number));
        return [check.Context.ToArray(), ring, check.Image.ToArray(), offset, check.Proof.ToArray()];
    }

    internal static Scalar Key(int member) => Sample.Scalar(4000 + member);

    internal static RingCheck Check(byte[][] parts) => new(new Hash256(parts[0]), parts[1], parts[2], parts[3], parts[4]);

    private static SlowVerdict AssertAgrees(byte[][] parts)
    {
        SlowVerdict slow = SlowRing.Verify(parts[0], parts[1], parts[2], parts[3], parts[4]);
        RingCheck check = Check(parts);
        Assert.Equal(slow, Mutation.VerdictOf(_verifier.Verify(check)));

        // Few rings and many go around by different code.
        ProofFault[] faults = new ProofFault[5];
        _verifier.VerifyBatch([check, _good, check, _good, check], faults);
        Assert.Equal([slow, SlowVerdict.Valid, slow, SlowVerdict.Valid, slow], faults.Select(Mutation.VerdictOf));
        return slow;
    }
}
