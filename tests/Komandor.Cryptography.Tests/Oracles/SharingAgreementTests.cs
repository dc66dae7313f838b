using CsCheck;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.SecretSharing;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The fast verifier of dealings has the verdicts of the slow one.</summary>
public sealed class SharingAgreementTests
{
    private static readonly SharingVerifier _verifier = new();

    [Fact]
    public void Verify_AnyStatementAndChange_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int).Sample(Check, iter: 12, threads: 1);

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_ManyStatementsAndChanges_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int).Sample(Check, iter: 1_000, threads: 1);

    [Fact]
    public void Verify_EveryItemMoved_IsRefusedByBoth()
    {
        foreach (byte[][] parts in Mutation.Shifts(Make(2, 1), scalars: 2))
        {
            Assert.Equal(SlowVerdict.P8, AssertAgrees(1, parts));
        }
    }

    [Fact]
    public void Verify_EveryThreshold_AgreesWithTheSlowVerifier()
    {
        byte[][] parts = Make(4, 2);
        Assert.All(
            Enumerable.Range(-1, 7),
            threshold => Assert.Equal(
                threshold == 2 ? SlowVerdict.Valid : threshold is < 1 or > 4 ? SlowVerdict.P1 : SlowVerdict.P8, AssertAgrees(threshold, parts)));
    }

    private static void Check(int threshold, int more, int seed) =>
        AssertAgrees(threshold, Mutation.Apply(Make(threshold + more - 1, threshold), seed));

    /// <summary>Context, keys, dealing.</summary>
    private static byte[][] Make(int receivers, int threshold)
    {
        byte[] keys = [.. Enumerable.Range(0, receivers).SelectMany(place => Sample.Encode(EdwardsPoint.Base.Multiply(Sample.Scalar(8000 + place))))];
        byte[] dealing = Dealer.Deal(Sample.Context(1), threshold, keys, Sample.Randomness(receivers));
        return [Sample.Context(1).ToArray(), keys, dealing];
    }

    private static SlowVerdict AssertAgrees(int threshold, byte[][] parts)
    {
        SlowVerdict slow = SlowSharing.Verify(parts[0], threshold, parts[1], parts[2]);
        Assert.Equal(slow, Mutation.VerdictOf(_verifier.Verify(new SharingCheck(new Hash256(parts[0]), threshold, parts[1], parts[2]))));
        return slow;
    }
}
