using System.Text;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.SecretSharing;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Proofs;

/// <summary>Rule P7: a challenge that is zero is refused, wherever it is drawn. No hash gives one, so the transcript is made to.</summary>
public sealed class ZeroChallengeTests
{
    [Theory]
    [InlineData("y")]
    [InlineData("z")]
    [InlineData("x")]
    [InlineData("e")]
    public void RangeVerifier_ZeroChallenge_IsRefusedByRuleP7(string label)
    {
        (byte[] commitments, byte[] proof) = RangeProver.Prove(Sample.Context(1), [1], [Sample.Scalar(1)], Sample.Randomness(1));
        RangeCheck check = new(Sample.Context(1), commitments, proof);
        Assert.Equal(ProofFault.None, new RangeVerifier(new ZeroTranscript("other")).Verify(check));
        Assert.Equal(ProofFault.ZeroChallenge, new RangeVerifier(new ZeroTranscript(label)).Verify(check));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("commitment")]
    public void RingVerifier_ZeroWeight_IsRefusedByRuleP7(string label)
    {
        byte[] ring = [.. Generators.DeriveMany("ring"u8, 32).SelectMany(Sample.Encode)];
        byte[] proof = [.. Sample.Encode(Generators.Value), .. Enumerable.Range(0, 17).SelectMany(number => Sample.Encode(Sample.Scalar(number)))];
        RingCheck check = new(Sample.Context(1), ring, ring.AsMemory(..32), ring.AsMemory(..32), proof);
        Assert.Equal(ProofFault.Equation, new RingVerifier(new ZeroTranscript("other")).Verify(check));
        Assert.Equal(ProofFault.ZeroChallenge, new RingVerifier(new ZeroTranscript(label)).Verify(check));
    }

    [Fact]
    public void OtherVerifiers_ZeroChallenge_AreRefusedByRuleP7()
    {
        Scalar secret = Sample.Scalar(1);
        byte[] points = Sample.Encode(Pedersen.Commit(1, secret));
        byte[] proof = RelationProver.Prove(RelationShape.Opening, Sample.Context(1), points, [Scalar.One, secret], Sample.Randomness(1));
        RelationCheck relation = new(RelationShape.Opening, Sample.Context(1), points, proof);
        Assert.Equal(ProofFault.ZeroChallenge, new RelationVerifier(new ZeroTranscript("e")).Verify(relation));

        Assert.Equal(ProofFault.None, CoverSet.TryRead(points, out CoverSet? set));
        MembershipCheck member = MembershipProver.Prove(
            set!, Sample.Context(1), points, points, 1, default, Sample.Randomness(1), SerialForkJoin.Instance);
        Assert.Equal(ProofFault.ZeroChallenge, new MembershipVerifier(new ZeroTranscript("x")).Verify(member));

        byte[] key = Sample.Encode(EdwardsPoint.Base.Multiply(secret));
        SharingCheck sharing = new(Sample.Context(1), 1, key, Dealer.Deal(Sample.Context(1), 1, key, Sample.Randomness(1)));
        Assert.Equal(ProofFault.ZeroChallenge, new SharingVerifier(new ZeroTranscript("c")).Verify(sharing));
    }

    private sealed class ZeroTranscript(string label) : Transcript
    {
        internal override Scalar Challenge(ReadOnlySpan<byte> name)
        {
            Scalar challenge = base.Challenge(name);
            return name.SequenceEqual(Encoding.ASCII.GetBytes(label)) ? default : challenge;
        }
    }
}
