using CsCheck;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The fast verifier of membership proofs has the verdicts of the slow one, sets included.</summary>
public sealed class MembershipAgreementTests
{
    private static readonly MembershipVerifier _verifier = new();

    [Fact]
    public void Verify_AnyStatementAndChange_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int).Sample(
            (notes, seed) => AssertAgrees(Mutation.Apply(Make(notes, (seed & 0xff) % (notes + 1)), seed)), iter: 10, threads: 1);

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_ManyStatementsAndChanges_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int).Sample(
            (notes, seed) => AssertAgrees(Mutation.Apply(Make(notes, (seed & 0xff) % (notes + 1)), seed)), iter: 800, threads: 1);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 1)]
    public void Verify_EveryItemMoved_IsRefusedByBoth(int notes, int place)
    {
        foreach (byte[][] parts in Mutation.Shifts(Make(notes, place), scalars: 5))
        {
            Assert.Equal(SlowVerdict.P8, AssertAgrees(parts));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Verify_EveryPlaceOfSetsAroundAPower_IsValidForBoth(int notes)
    {
        for (int place = 0; place <= notes; place++)
        {
            Assert.Equal(SlowVerdict.Valid, AssertAgrees(Make(notes, place)));
        }
    }

    /// <summary>Context, notes, offset, zero, proof.</summary>
    internal static byte[][] Make(int notes, int place)
    {
        byte[] encoded = [.. Enumerable.Range(1, notes).SelectMany(number => Sample.Encode(Note(number)))];
        Assert.Equal(ProofFault.None, CoverSet.TryRead(encoded, out CoverSet? set));
        (Scalar shift, Scalar blinding) = (Sample.Scalar(2), Sample.Scalar(3));
        byte[] offset = Sample.Encode(Note(place == 0 ? 900 : place) + EdwardsPoint.Base.Multiply(shift));
        byte[] zero = Sample.Encode(Pedersen.Commit(place == 0 ? 0UL : 7UL, blinding));
        MembershipCheck check = MembershipProver.Prove(
            set!, Sample.Context(1), offset, zero, place, place == 0 ? blinding : -shift, Sample.Randomness(place), SerialForkJoin.Instance);
        return [check.Context.ToArray(), encoded, offset, zero, check.Proof.ToArray()];
    }

    internal static EdwardsPoint Note(int number) => Generators.Derive("note"u8, number);

    private static SlowVerdict AssertAgrees(byte[][] parts)
    {
        SlowVerdict slow = SlowMembership.Verify(parts[1], parts[0], parts[2], parts[3], parts[4]);
        ProofFault fault = CoverSet.TryRead(parts[1], out CoverSet? set);
        fault = fault == ProofFault.None
            ? _verifier.Verify(new MembershipCheck(set!, new Hash256(parts[0]), parts[2], parts[3], parts[4]))
            : fault;
        Assert.Equal(slow, Mutation.VerdictOf(fault));
        return slow;
    }
}
