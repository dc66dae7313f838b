using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Oracles;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>Attempts to spend a note twice, or one of another value, past the representation proof of an input.</summary>
public sealed class RelationForgeries
{
    private const string Name = "komandor.spend.1";
    private const int Equations = 3, Secrets = 5;

    private static readonly RelationVerifier _verifier = new();
    private static readonly Hash256 _context = Sample.Context(1);
    private static readonly EdwardsPoint _tagBase = Generators.TagBase(new ChainId(Sample.Context(2)), Sample.Context(3));
    private static readonly Scalar[] _secrets = [.. Enumerable.Range(1, Secrets).Select(Sample.Scalar)];

    [Fact]
    public void FrozenHeart_StatementChosenAfterTheChallenge_IsRefused()
    {
        // A response is changed; note and commitment are solved for it. Under the old challenge all equations hold.
        (byte[] points, byte[] proof) = Prove(Tag(_secrets));
        byte[] changed = Sample.With(proof, Equations + 2, Sample.Encode(Sample.Scalar(50)));
        BigInteger challenge = Draw(points, changed);
        byte[] solved = points;
        for (int equation = 0; equation < 2; equation++)
        {
            List<(BigInteger Scalar, SlowPoint Point)> terms = Terms(equation, points, changed, challenge);
            solved = Forger.With(solved, equation, Forger.Solve(terms, terms.Count - 1));
        }

        Assert.All(Enumerable.Range(0, Equations), equation => Assert.True(SlowPoint.Sum(Terms(equation, solved, changed, challenge)).IsNeutral));
        AssertRefused(solved, changed);
    }

    [Fact]
    public void FrozenHeart_TagOrCommitmentChosenAfterTheChallenge_IsRefused()
    {
        // A second tag for one note: the last equation fails, and is solved for the tag, the tag's base, and the proof's own commitment.
        (byte[] points, byte[] proof) = Prove(Generators.Derive("test"u8, 1));
        BigInteger challenge = Draw(points, proof);
        List<(BigInteger Scalar, SlowPoint Point)> terms = Terms(2, points, proof, challenge);
        AssertRefused(Forger.With(points, 2, Forger.Solve(terms, 0)), proof);
        AssertRefused(Forger.With(points, 3, Forger.Solve(terms, 3)), proof);
        AssertRefused(points, Forger.With(proof, 2, Forger.Solve(terms, 2)));
    }

    [Fact]
    public void CompensatedEquations_ThatOnlySumUp_AreRefused()
    {
        // What one equation of an input has too much, another lacks: the commitments are shifted before the challenge, so that all answers are right.
        (byte[] points, _) = Prove(Tag(_secrets));
        Assert.Equal(ProofFault.None, Verify(points, Answer(points, [EdwardsPoint.Identity, EdwardsPoint.Identity, EdwardsPoint.Identity])));
        EdwardsPoint shift = Generators.Value;
        EdwardsPoint[][] shifts =
        [
            [shift, -shift, EdwardsPoint.Identity],
            [shift, EdwardsPoint.Identity, -shift],
            [EdwardsPoint.Identity, shift, -shift],
            [shift, shift, -(shift + shift)],
        ];
        foreach (EdwardsPoint[] some in shifts)
        {
            AssertRefused(points, Answer(points, some));
        }
    }

    [Fact]
    public void SecondTag_OfOneNote_IsRefused()
    {
        // Every way to make a tag without the note's serial or spend secret.
        Scalar[] otherSerial = [Sample.Scalar(60), .. _secrets[1..]];
        Scalar[] otherSpend = [_secrets[0], Sample.Scalar(60), .. _secrets[2..]];
        EdwardsPoint tag = Tag(_secrets);
        EdwardsPoint[] tags = [Tag(otherSerial), Tag(otherSpend), tag + tag, -tag, tag + EdwardsPoint.Base, _tagBase, Generators.Spend];
        foreach (EdwardsPoint other in tags)
        {
            (byte[] points, byte[] proof) = Prove(other);
            AssertRefused(points, proof);
        }
    }

    [Fact]
    public void TagBaseOfTheProversChoice_IsATrueStatement_SoThatTheVerifierHasToSetIt()
    {
        // U = s·T + r·K can be met for any tag if the prover names U: representation.md §2 has the verifier compute it.
        EdwardsPoint tag = Generators.Derive("test"u8, 1);
        EdwardsPoint chosen = tag.Multiply(_secrets[0]) + Generators.Spend.Multiply(_secrets[1]);
        (byte[] points, byte[] proof) = Prove(tag, chosen);
        Assert.Equal(ProofFault.None, Verify(points, proof));
        AssertRefused(Sample.With(points, 3, Sample.Encode(_tagBase)), proof);
    }

    [Fact]
    public void Tag_OfWhoKnowsTheSerial_IsComputedWithoutTheSpendSecret_SoThatSendersMustNotKnowIt()
    {
        // Serial, value and blinding of a note leave r·K as a point, and that is all that a tag takes: representation.md §2 keeps a part of the serial from senders.
        EdwardsPoint note = RelationProver.Evaluate(RelationShape.SpendInput.Equations[0], [], _secrets);
        EdwardsPoint spend = note + -Generators.Serial.Multiply(_secrets[0]) + -Pedersen.Commit(_secrets[2], _secrets[3]);
        EdwardsPoint computed = (_tagBase + -spend).Multiply(ScalarSpans.Invert(_secrets[0]));
        Assert.Equal(Sample.Encode(Tag(_secrets)), Sample.Encode(computed));

        // With a serial of two parts, who knows the sender's part and the address's point s₂·F + r·K has neither.
        Scalar ofSender = Sample.Scalar(70);
        EdwardsPoint address = Generators.Serial.Multiply(_secrets[0] + -ofSender) + Generators.Spend.Multiply(_secrets[1]);
        EdwardsPoint made = address + Generators.Serial.Multiply(ofSender) + Pedersen.Commit(_secrets[2], _secrets[3]);
        Assert.Equal(Sample.Encode(note), Sample.Encode(made));
        EdwardsPoint guessed = (_tagBase + -address).Multiply(ScalarSpans.Invert(ofSender));
        Assert.NotEqual(Sample.Encode(computed), Sample.Encode(guessed));
    }

    [Fact]
    public void Replay_InAnotherPoolOrChain_IsRefused()
    {
        (byte[] points, byte[] proof) = Prove(Tag(_secrets));
        Assert.Equal(ProofFault.None, Verify(points, proof));
        EdwardsPoint pool = Generators.TagBase(new ChainId(Sample.Context(2)), Sample.Context(4));
        EdwardsPoint chain = Generators.TagBase(new ChainId(Sample.Context(3)), Sample.Context(3));
        AssertRefused(Sample.With(points, 3, Sample.Encode(pool)), proof);
        AssertRefused(Sample.With(points, 3, Sample.Encode(chain)), proof);
        Assert.Equal(ProofFault.Equation, _verifier.Verify(new RelationCheck(RelationShape.SpendInput, Sample.Context(2), points, proof)));
        Assert.Equal(
            SlowRistretto.Encode(SlowGenerators.Tag(Sample.Context(2).ToArray(), Sample.Context(4).ToArray())), Sample.Encode(pool));
    }

    [Fact]
    public void TwoAnswers_UnderOneNonce_BetrayTheSecrets_SoThatNoncesHangOnTheStatement()
    {
        // The same randomness for two contexts must give two commitments: else z − z′ over e − e′ is the secret.
        (byte[] points, byte[] proof) = Prove(Tag(_secrets));
        byte[] other = RelationProver.Prove(RelationShape.SpendInput, Sample.Context(2), points, _secrets, Sample.Randomness(1));
        Assert.All(Enumerable.Range(0, Equations), item => Assert.NotEqual(proof[(32 * item)..(32 * (item + 1))], other[(32 * item)..(32 * (item + 1))]));
    }

    /// <summary>A proof whose commitments are shifted, and whose answers are those to the challenge of the shifted ones.</summary>
    private static byte[] Answer(byte[] points, EdwardsPoint[] shifts)
    {
        Scalar[] nonces = [.. Enumerable.Range(1, Secrets).Select(index => Sample.Scalar(80 + index))];
        EdwardsPoint[] read = [EdwardsPoint.Identity, EdwardsPoint.Identity, Tag(_secrets), _tagBase];
        byte[] commitments =
        [
            .. RelationShape.SpendInput.Equations.Zip(shifts).SelectMany(
                pair => Sample.Encode(RelationProver.Evaluate(pair.First, read, nonces) + pair.Second)),
        ];
        Transcript transcript = new();
        RelationVerifier.Begin(transcript, RelationShape.SpendInput, _context, points);
        Scalar challenge = RelationVerifier.Draw(transcript, commitments);
        return [.. commitments, .. nonces.Zip(_secrets).SelectMany(pair => Sample.Encode(pair.First + (challenge * pair.Second)))];
    }

    private static EdwardsPoint Tag(Scalar[] secrets) =>
        (_tagBase + -Generators.Spend.Multiply(secrets[1])).Multiply(ScalarSpans.Invert(secrets[0]));

    private static (byte[] Points, byte[] Proof) Prove(EdwardsPoint tag) => Prove(tag, _tagBase);

    private static (byte[] Points, byte[] Proof) Prove(EdwardsPoint tag, EdwardsPoint tagBase)
    {
        RelationEquation[] equations = RelationShape.SpendInput.Equations;
        EdwardsPoint note = RelationProver.Evaluate(equations[0], [], _secrets);
        EdwardsPoint commitment = RelationProver.Evaluate(equations[1], [], _secrets);
        byte[] points = [.. new[] { note, commitment, tag, tagBase }.SelectMany(Sample.Encode)];
        return (points, RelationProver.Prove(RelationShape.SpendInput, _context, points, _secrets, Sample.Randomness(1)));
    }

    private static BigInteger Draw(byte[] points, byte[] proof)
    {
        Transcript transcript = new();
        RelationVerifier.Begin(transcript, RelationShape.SpendInput, _context, points);
        return Forger.Number(RelationVerifier.Draw(transcript, proof.AsSpan(0, 32 * Equations)));
    }

    private static List<(BigInteger Scalar, SlowPoint Point)> Terms(int equation, byte[] points, byte[] proof, BigInteger challenge) =>
        SlowRelation.Equation(
            Name, equation, Forger.Points(points), Forger.Points(proof, Equations), Forger.Scalars(proof, Equations, Secrets), challenge);

    private static ProofFault Verify(byte[] points, byte[] proof) =>
        _verifier.Verify(new RelationCheck(RelationShape.SpendInput, _context, points, proof));

    private static void AssertRefused(byte[] points, byte[] proof) => Assert.Equal(ProofFault.Equation, Verify(points, proof));
}
