using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Proofs;

/// <summary>The proofs fit together: a payment of one note and one padding input to two outputs, as the shielded tier will make it.</summary>
public sealed class ShieldedPaymentTests
{
    private const int Place = 9;
    private const ulong Value = 1_000, Fee = 7;

    private static readonly Hash256 _context = Sample.Context(1);
    private static readonly EdwardsPoint _tagBase = Generators.TagBase(new ChainId(Sample.Context(3)), Sample.Context(4));

    // Serial, spend secret, value, blinding factor of the note that is spent.
    private static readonly Scalar[] _note = [Sample.Scalar(1), Sample.Scalar(2), ScalarSpans.FromNumber(Value), Sample.Scalar(3)];
    private static readonly CoverSet _set = MakeSet();

    [Fact]
    public void Payment_OfANoteAndAPaddingInput_Holds()
    {
        Scalar first = Sample.Scalar(20);
        Scalar sumOfInputs = Sample.Scalar(22) + Sample.Scalar(23);
        Scalar[] outputBlindings = [first, sumOfInputs + -first];
        Input real = MakeInput(_note, Place, Sample.Scalar(22), Sample.Scalar(30));
        Input padding = MakeInput([Sample.Scalar(40), Sample.Scalar(41), default, Sample.Scalar(42)], 0, Sample.Scalar(23), Sample.Scalar(31));
        (byte[] outputs, byte[] range) = RangeProver.Prove(_context, [600, Value - 600 - Fee], outputBlindings, Sample.Randomness(1));

        Assert.True(new MembershipVerifier().VerifyBatch([real.Membership, padding.Membership], new ProofFault[2]));
        Assert.True(new RelationVerifier().VerifyBatch([real.Relation, padding.Relation], new ProofFault[2]));
        Assert.Equal(ProofFault.None, new RangeVerifier().Verify(new RangeCheck(_context, outputs, range)));
        Assert.Equal(real.Membership.Offset.ToArray(), real.Relation.Points[..32].ToArray());
        Assert.Equal(real.Membership.Zero.ToArray(), real.Relation.Points.Slice(32, 32).ToArray());
        Assert.True(Balances([real, padding], outputs, Fee));
        Assert.False(Balances([real, padding], outputs, Fee + 1));
    }

    [Fact]
    public void SpendingANoteTwice_ShowsOneTag()
    {
        Input first = MakeInput(_note, Place, Sample.Scalar(22), Sample.Scalar(30));
        Input second = MakeInput(_note, Place, Sample.Scalar(24), Sample.Scalar(32));
        Assert.Equal(Tag(first), Tag(second));
        Assert.NotEqual(first.Membership.Offset.ToArray(), second.Membership.Offset.ToArray());
    }

    [Fact]
    public void ANoteClaimedToHoldMore_IsRefusedByItsRelation()
    {
        // C′ commits to one unit more than the note: no opening fits both.
        Input input = MakeInput(_note, Place, Sample.Scalar(22), Sample.Scalar(30), surplus: 1);
        Assert.Equal(ProofFault.None, new MembershipVerifier().Verify(input.Membership));
        Assert.Equal(ProofFault.Equation, new RelationVerifier().Verify(input.Relation));
    }

    [Fact]
    public void APaddingInputWithAValue_IsRefusedByItsMembership()
    {
        Scalar[] note = [Sample.Scalar(40), Sample.Scalar(41), Scalar.One, Sample.Scalar(42)];
        Input input = MakeInput(note, 0, Sample.Scalar(23), Sample.Scalar(31));
        Assert.Equal(ProofFault.Equation, new MembershipVerifier().Verify(input.Membership));
        Assert.Equal(ProofFault.None, new RelationVerifier().Verify(input.Relation));
    }

    private static byte[] Tag(Input input) => input.Relation.Points.Slice(64, 32).ToArray();

    private static CoverSet MakeSet()
    {
        RelationEquation form = RelationShape.SpendInput.Equations[0];
        byte[] notes =
        [
            .. Enumerable.Range(1, 20).SelectMany(place => Sample.Encode(
                place == Place ? RelationProver.Evaluate(form, [], _note) : Generators.Derive("note"u8, place))),
        ];
        Assert.Equal(ProofFault.None, CoverSet.TryRead(notes, out CoverSet? set));
        return set!;
    }

    private static Input MakeInput(Scalar[] note, int place, Scalar commitmentBlinding, Scalar shift, int surplus = 0)
    {
        RelationEquation[] equations = RelationShape.SpendInput.Equations;
        Scalar[] secrets = [note[0], note[1], note[2], note[3] + shift, commitmentBlinding];
        EdwardsPoint tag = (_tagBase + -Generators.Spend.Multiply(note[1])).Multiply(ScalarSpans.Invert(note[0]));
        byte[] offset = Sample.Encode(RelationProver.Evaluate(equations[0], [], secrets));
        byte[] commitment = Sample.Encode(Pedersen.Commit(note[2] + Sample.Number(surplus), commitmentBlinding));
        byte[] points = [.. offset, .. commitment, .. Sample.Encode(tag), .. Sample.Encode(_tagBase)];

        // N − N′ = −shift·B for a note; C′ = its blinding factor times B for the virtual one.
        Scalar blinding = place == 0 ? commitmentBlinding : -shift;
        MembershipCheck membership = MembershipProver.Prove(
            _set, _context, offset, commitment, place, blinding, Sample.Randomness(place), SerialForkJoin.Instance);
        byte[] proof = RelationProver.Prove(RelationShape.SpendInput, _context, points, secrets, Sample.Randomness(place));
        return new Input(membership, new RelationCheck(RelationShape.SpendInput, _context, points, proof));
    }

    // Σ C′ = Σ C + fee·V, with blinding factors chosen so that nothing of B is left.
    private static bool Balances(Input[] inputs, byte[] outputs, ulong fee)
    {
        EdwardsPoint sum = -Pedersen.Commit(fee, default);
        foreach (byte[] commitment in inputs.Select(input => input.Membership.Zero.ToArray()))
        {
            Assert.True(Ristretto255.TryRead(commitment, out EdwardsPoint point));
            sum += point;
        }

        for (int start = 0; start < outputs.Length; start += 32)
        {
            Assert.True(Ristretto255.TryRead(outputs.AsSpan(start, 32), out EdwardsPoint point));
            sum += -point;
        }

        return Ristretto255.EqualsMask(sum, EdwardsPoint.Identity) == 1;
    }

    private sealed record Input(MembershipCheck Membership, RelationCheck Relation);
}
