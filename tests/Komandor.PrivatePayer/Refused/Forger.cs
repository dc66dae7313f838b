using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.PrivatePayer.Refused;

/// <summary>A payer that lies: it changes a shielded transaction's statement and then proves it, with the real provers and all that it knows, in the context of the lie.</summary>
/// <remarks>The provers do not ask whether a statement is true. Everything else about the transaction is in order, so what refuses it is the proof.</remarks>
/// <param name="payer">Whose notes it spends.</param>
/// <param name="view">The newest state.</param>
/// <param name="sets">Where cover sets are kept.</param>
/// <param name="draft">Chain, shard and window.</param>
internal sealed class Forger(Payer payer, Func<PoolView> view, CoverSets sets, Func<TransactionDraft> draft)
{
    private readonly Scalar[] _draws = [.. Enumerable.Range(0, 16).Select(_ => payer.Draw())];

    /// <summary>What an input claims and what its prover knows.</summary>
    internal sealed record Input
    {
        internal required ShieldedSpend Spend { get; init; }

        /// <summary>What N′ hides.</summary>
        internal required ulong OffsetValue { get; init; }

        /// <summary>What C′ hides.</summary>
        internal required ulong ClaimedValue { get; init; }

        /// <summary>The tag that is shown; null for the right one.</summary>
        internal Hash256? Tag { get; init; }
    }

    /// <summary>An input that tells the truth.</summary>
    internal Input Honest(OwnedNote note) => Honest(note, Anchor);

    /// <summary>An input over the cover set as it was at an anchor, which need not be the one that the transaction names.</summary>
    internal Input Honest(OwnedNote note, PoolAnchor anchor)
    {
        ShieldedSpend spend = payer.Spend(view(), sets, note, anchor);
        return new Input { Spend = spend, OffsetValue = spend.Value, ClaimedValue = spend.Value };
    }

    /// <summary>The virtual note, which is worth nothing.</summary>
    internal Input Padding()
    {
        ShieldedSpend like = payer.Spend(view(), sets, payer.NotesOf(PrivateTier.Shielded)[0], Anchor);
        ShieldedSpend none = like with { Serial = payer.Draw(), Secret = payer.Draw(), Blinding = payer.Draw(), Value = 0, Place = 0 };
        return new Input { Spend = none, OffsetValue = 0, ClaimedValue = 0 };
    }

    /// <summary>A transaction that spends what the inputs claim, all of it but the fee to the payer itself in the first output.</summary>
    internal Transaction Make(Input first, Input second) => Make(first, second, FrameOf(first, second), 1);

    /// <summary>What pays all that two inputs claim, less the fee, to the payer itself.</summary>
    internal PrivateFrame FrameOf(Input first, Input second)
    {
        ulong fee = FeeQuote.OfPrivate(draft(), PrivateTier.Shielded, 2, 2, [], 1).Fee;
        ulong total = first.ClaimedValue + second.ClaimedValue;
        return payer.Frame(draft() with { Fee = fee }, PrivateTier.Shielded, [new(payer.Address, total - fee), new(payer.Address, 0)]);
    }

    /// <summary>The same for a frame that was used before; the first offset's blinding factor is one of those drawn.</summary>
    internal Transaction Make(Input first, Input second, PrivateFrame frame, int offsetDraw)
    {
        EdwardsPoint tagBase = Generators.TagBase(view().Chain, PoolId.Shielded.Value);
        List<(Hash256 Tag, Input Input)> sorted = [.. new[] { first, second }
            .Select(input => (input.Tag ?? NoteMaker.Encode(PrivateAssembler.Tag(tagBase, input.Spend.Serial, input.Spend.Secret)), input)).OrderBy(input => input.Item1)];
        PrivateOutputs outputs = PrivateOutputs.Make(frame, sorted[0].Tag);
        Scalar[] blindings = [outputs.Blindings[0] + outputs.Blindings[1] + -_draws[0], _draws[0]];
        Scalar[] offsets = [_draws[offsetDraw], _draws[2]];
        ShieldedInput[] inputs = [.. sorted.Select((input, index) => new ShieldedInput(
            input.Tag, NoteMaker.Encode(Offset(input.Input, offsets[index])),
            NoteMaker.Encode(Pedersen.Commit(input.Input.ClaimedValue, blindings[index])), input.Input.Spend.SetNumber))];
        ShieldedBundle bundle = new()
        {
            AnchorHeight = Anchor.Height,
            Inputs = [.. inputs],
            Outputs = outputs.Made,
            SealedMemo = outputs.SealedMemo,
            Recovery = outputs.Recovery,
        };
        TransactionBody body = (frame.Draft with { Bundle = bundle }).Build();
        PrivateInputProof[] proofs = [.. sorted.Select((input, index) => Prove(body, inputs[index], input.Input, offsets[index], blindings[index], tagBase))];
        return PrivateAssembler.Join(body, [], new PrivateProofs([.. proofs], outputs.ProveRange(body.Context, Random(9))));
    }

    private PoolAnchor Anchor => view().Anchor(PoolId.Shielded, view().NewestAnchorHeight)!.Value;

    private static EdwardsPoint Offset(Input input, in Scalar blinding) =>
        Generators.Serial.Multiply(input.Spend.Serial) + Generators.Spend.Multiply(input.Spend.Secret) + Pedersen.Commit(input.OffsetValue, blinding);

    private PrivateInputProof Prove(
        TransactionBody body, ShieldedInput input, Input claim, in Scalar offset, in Scalar blinding, in EdwardsPoint tagBase)
    {
        Scalar difference = claim.Spend.Place == 0 ? blinding : claim.Spend.Blinding + -offset;
        MembershipCheck hidden = MembershipProver.Prove(
            claim.Spend.Set, body.Context, input.Offset.ToArray(), input.Commitment.ToArray(), claim.Spend.Place, difference, Random(3), SerialForkJoin.Instance);
        byte[] spent = RelationProver.Prove(
            RelationShape.SpendInput, body.Context, PrivateChecks.SpendPoints(input, tagBase),
            [claim.Spend.Serial, claim.Spend.Secret, ScalarSpans.FromNumber(claim.OffsetValue), offset, blinding], Random(4));
        return new PrivateInputProof(hidden.Proof, spent);
    }

    private byte[] Random(int draw)
    {
        byte[] bytes = new byte[SecretNonces.RandomnessSizeBytes];
        _draws[draw].Write(bytes);
        return bytes;
    }
}
