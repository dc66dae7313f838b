using CsCheck;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The fast verifier of representation proofs has the verdicts of the slow one.</summary>
public sealed class RelationAgreementTests
{
    private static readonly RelationVerifier _verifier = new();
    private static readonly RelationShape[] _shapes = [RelationShape.Opening, RelationShape.EqualLogarithm, RelationShape.SpendInput];

    [Fact]
    public void Verify_AnyStatementAndChange_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int).Sample(
            (shape, seed) => AssertAgrees(_shapes[shape], Mutation.Apply(Make(shape, seed & 0xff), seed)), iter: 25, threads: 1);

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_ManyStatementsAndChanges_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int).Sample(
            (shape, seed) => AssertAgrees(_shapes[shape], Mutation.Apply(Make(shape, seed & 0xff), seed)), iter: 3_000, threads: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Verify_EveryItemMoved_IsRefusedByBoth(int shape)
    {
        foreach (byte[][] parts in Mutation.Shifts(Make(shape, 1), _shapes[shape].Secrets))
        {
            Assert.Equal(SlowVerdict.P8, AssertAgrees(_shapes[shape], parts));
        }
    }

    [Fact]
    public void Verify_AProofOfAnotherForm_AgreesWithTheSlowVerifier()
    {
        for (int shape = 0; shape < _shapes.Length; shape++)
        {
            byte[][] parts = Make(shape, 1);
            Assert.All(_shapes, other => Assert.Equal(other == _shapes[shape] ? SlowVerdict.Valid : SlowVerdict.P2, AssertAgrees(other, parts)));
        }
    }

    /// <summary>Context, points, proof of a true statement.</summary>
    private static byte[][] Make(int shape, int number)
    {
        Scalar Secret(int index) => Sample.Scalar((10 * number) + index);
        Scalar[] secrets = [.. Enumerable.Range(0, _shapes[shape].Secrets).Select(Secret)];
        EdwardsPoint[] points = shape switch
        {
            0 => [Pedersen.Commit(secrets[0], secrets[1])],
            1 => EqualLogarithms(secrets[0], Generators.Derive("test"u8, number)),
            _ => Spend(secrets, Generators.TagBase(new ChainId(Sample.Context(number)), Sample.Context(number + 1))),
        };
        byte[] encoded = [.. points.SelectMany(Sample.Encode)];
        Hash256 context = Sample.Context(number);
        return [context.ToArray(), encoded, RelationProver.Prove(_shapes[shape], context, encoded, secrets, Sample.Randomness(number))];
    }

    private static EdwardsPoint[] EqualLogarithms(Scalar secret, EdwardsPoint other) =>
        [EdwardsPoint.Base.Multiply(secret), other, other.Multiply(secret)];

    private static EdwardsPoint[] Spend(Scalar[] secrets, EdwardsPoint tagBase)
    {
        (Scalar serial, Scalar spend, Scalar value, Scalar blinding, Scalar other) = (secrets[0], secrets[1], secrets[2], secrets[3], secrets[4]);
        EdwardsPoint note = Generators.Serial.Multiply(serial) + Generators.Spend.Multiply(spend) + Pedersen.Commit(value, blinding);
        EdwardsPoint tag = (tagBase + -Generators.Spend.Multiply(spend)).Multiply(ScalarSpans.Invert(serial));
        return [note, Pedersen.Commit(value, other), tag, tagBase];
    }

    private static SlowVerdict AssertAgrees(RelationShape shape, byte[][] parts)
    {
        string name = System.Text.Encoding.ASCII.GetString(shape.Name);
        SlowVerdict slow = SlowRelation.Verify(name, parts[0], parts[1], parts[2]);
        RelationCheck check = new(shape, new Hash256(parts[0]), parts[1], parts[2]);
        Assert.Equal(slow, Mutation.VerdictOf(_verifier.Verify(check)));
        return slow;
    }
}
