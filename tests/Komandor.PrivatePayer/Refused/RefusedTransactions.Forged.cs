using System.Collections.Immutable;
using System.Globalization;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.PrivatePayer.Refused;

/// <content>Proofs of what is false, made by the real provers: 1, 2, 5, 7, 8 and 12 of the list.</content>
public sealed partial class RefusedTransactions
{
    private static readonly UInt128 _twoTo64 = (UInt128)1 << 64;

    // 1: tags of which the sum over all inputs is right. 2: tags of one note beside its own.
    private void AddTags()
    {
        EdwardsPoint delta = EdwardsPoint.Base.Multiply(_payer.Draw());
        foreach (int count in new[] { 2, 3, 5 })
        {
            Transaction summed = RingWithImages(count, images => [images[0] + delta, images[1] + -delta, .. images[2..]]);
            Add(1, string.Create(CultureInfo.InvariantCulture, $"{count} images of which the sum is right"), summed, LedgerFault.RingSignature);
        }

        Add(1, "tags of which the sum is right", TagsWhoseSumIsRight(delta), LedgerFault.SpendProof);
        Add(2, "image of the other sign", RingWithImages(1, images => [-images[0]]), LedgerFault.RingSignature);
        Add(2, "image doubled", RingWithImages(1, images => [images[0] + images[0]]), LedgerFault.RingSignature);
        Add(2, "image shifted", RingWithImages(1, images => [images[0] + EdwardsPoint.Base]), LedgerFault.RingSignature);
        Forger.Input note = _forger.Honest(Notes(PrivateTier.Shielded, 1)[0]);
        EdwardsPoint right = TagOf(note, PoolId.Shielded.Value);
        EdwardsPoint unweighted = PrivateAssembler.Tag(
            Generators.TagBase(_view.Chain, PoolId.Shielded.Value), Notes(PrivateTier.Shielded, 1)[0].Serial, note.Spend.Secret);
        (string, EdwardsPoint)[] tags =
        [
            ("tag of the other sign", -right), ("tag doubled", right + right), ("tag shifted", right + EdwardsPoint.Base),
            ("tag under the other pool's base", TagOf(note, PoolId.Ring.Value)), ("tag without the weight", unweighted),
        ];
        foreach ((string what, EdwardsPoint tag) in tags)
        {
            Add(2, what, _forger.Make(note with { Tag = NoteMaker.Encode(tag) }, _forger.Padding()), LedgerFault.SpendProof);
        }
    }

    private EdwardsPoint TagOf(Forger.Input input, Hash256 pool) =>
        PrivateAssembler.Tag(Generators.TagBase(_view.Chain, pool), input.Spend.Serial, input.Spend.Secret);

    private Transaction TagsWhoseSumIsRight(in EdwardsPoint delta)
    {
        OwnedNote[] notes = Notes(PrivateTier.Shielded, 2);
        (Forger.Input first, Forger.Input second) = (_forger.Honest(notes[0]), _forger.Honest(notes[1]));
        EdwardsPoint one = TagOf(first, PoolId.Shielded.Value) + delta;
        EdwardsPoint two = TagOf(second, PoolId.Shielded.Value) + -delta.Multiply(first.Spend.Serial * ScalarSpans.Invert(second.Spend.Serial));
        return _forger.Make(first with { Tag = NoteMaker.Encode(one) }, second with { Tag = NoteMaker.Encode(two) });
    }

    // Everything but the images is in order, and each signature is made by its note's key over the body that shows the others.
    private Transaction RingWithImages(int count, Func<EdwardsPoint[], EdwardsPoint[]> change)
    {
        OwnedNote[] notes = Notes(PrivateTier.Ring, count);
        ulong size = _view.Anchor(PoolId.Ring, _view.NewestAnchorHeight)!.Value.Size;
        RingSpend[] spends = [.. notes.Select(note => Payer.RingOf(_view, note, size))];
        EdwardsPoint[] images = change([.. notes.Select(note => RingSigner.Image(note.Serial, note.Key.ToArray()))]);
        (Hash256 Image, RingSpend Spend)[] sorted = [.. images.Select(NoteEncoding).Zip(spends).OrderBy(one => one.First)];
        ulong fee = FeeQuote.OfPrivate(_draft, PrivateTier.Ring, count, 2, [], 1).Fee;
        ulong rest = notes.Aggregate(0UL, (sum, note) => sum + note.Value) - fee;
        PrivateFrame frame = _payer.Frame(_draft with { Fee = fee }, PrivateTier.Ring, [new(_payer.Address, rest), new(_payer.Address, 0)]);
        using SecretNonces nonces = new(Random(), "forged"u8, []);
        UnprovenBody made = UnprovenBody.OfRing(frame, 0, [.. sorted.Select(one => new RingCover(one.Image, one.Spend.Value, one.Spend.Members))], nonces);
        ImmutableArray<RingInput> inputs = ((RingBundle)made.Body.Bundle!).Inputs;
        IEnumerable<PrivateInputProof> proofs = sorted.Select((one, index) => new PrivateInputProof(
            RingSigner.Sign(
                made.Body.Context, one.Spend.Ring, inputs[index].Commitment.ToArray(), one.Spend.Place, one.Spend.Key,
                one.Spend.Blinding + -made.Blindings[index], Random()).Proof,
            default));
        return PrivateAssembler.Join(made.Body, [], new PrivateProofs([.. proofs], made.Outputs.ProveRange(made.Body.Context, Random())));
    }

    private static Hash256 NoteEncoding(EdwardsPoint point) => NoteMaker.Encode(point);

    // 5: the statement was edited after one of its proofs was made, and all the others made again.
    private void AddEdited()
    {
        (Forger.Input note, Forger.Input padding) = (_forger.Honest(Notes(PrivateTier.Shielded, 1)[0]), _forger.Padding());
        PrivateFrame frame = _forger.FrameOf(note, padding);
        Transaction before = _forger.Make(note, padding, frame, 1);
        Transaction after = _forger.Make(note, padding, frame, 5);
        PrivateProofs proofs = after.Proofs!;
        ImmutableArray<PrivateInputProof> older = before.Proofs!.Inputs;
        Add(5, "offset edited after the spend proof", Proven(after, proofs with { Inputs = [proofs.Inputs[0] with { Spend = older[0].Spend }, proofs.Inputs[1]] }), LedgerFault.SpendProof);
        Add(5, "offset edited after the membership proof", Proven(after, proofs with { Inputs = [proofs.Inputs[0] with { Hiding = older[0].Hiding }, proofs.Inputs[1]] }), LedgerFault.MembershipProof);
        Add(5, "offset edited after the range proof", Proven(after, proofs with { Range = before.Proofs.Range }), LedgerFault.RangeProof);
    }

    private static Transaction Proven(Transaction transaction, PrivateProofs proofs) => PrivateAssembler.Join(transaction.Body, transaction.Witnesses, proofs);

    // 7: what enters is cut into more than there is and less than nothing; the sum balances. Padding that is not empty.
    private void AddRanges()
    {
        foreach (PrivateTier tier in new[] { PrivateTier.Ring, PrivateTier.Shielded })
        {
            Add(7, $"output of −2^40 that enters the {tier} pool", EnteringShifted(tier, (UInt128)1 << 40, 2), LedgerFault.RangeProof);
            Add(7, $"output of 2^64 that enters the {tier} pool", EnteringShifted(tier, _twoTo64, 2), LedgerFault.RangeProof);
            Add(7, $"output of −1 that enters the {tier} pool", EnteringShifted(tier, 1, 2), LedgerFault.RangeProof);
        }

        Add(7, "range proof of a fourth output that is not there", EnteringShifted(PrivateTier.Ring, 0, 3), LedgerFault.RangeProof);
        Add(7, "range proof of the outputs in another order", EnteringShifted(PrivateTier.Ring, 0, 2, isSwapped: true), LedgerFault.RangeProof);
    }

    // Output 0 is worth 0 less the shift, the next what enters and the shift. A third is worth nothing, and then there is a fourth in the proof alone.
    private Transaction EnteringShifted(PrivateTier tier, UInt128 shift, int count, bool isSwapped = false)
    {
        ulong fee = FeeQuote.OfPrivate(_coin, tier, 0, count, [WitnessShape.Key(_held)], 1).Fee;
        ulong[] values = [0, _amount - fee, .. new ulong[count - 2]];
        PrivateFrame frame = _payer.Frame(_coin with { Fee = fee }, tier, [.. values.Select(value => new PrivatePayment(_payer.Address, value))]);
        PrivateOutputs outputs = PrivateOutputs.Make(frame, TransactionBody.NonceOf(_coin.Inputs[0]));
        EdwardsPoint added = Generators.Value.Multiply(ScalarOf(shift));
        PrivateOutput[] made = [.. outputs.Made];
        made[0] = made[0] with { Commitment = NoteMaker.Encode(NoteMaker.Read(made[0].Commitment) + -added) };
        made[1] = made[1] with { Commitment = NoteMaker.Encode(NoteMaker.Read(made[1].Commitment) + added) };
        Hash256 excess = EncodingOf(outputs.Blindings.Aggregate(default(Scalar), (sum, one) => sum + one));
        PrivateBundle bundle = tier == PrivateTier.Ring
            ? new RingBundle { Outputs = [.. made], SealedMemo = outputs.SealedMemo, Recovery = outputs.Recovery, Entering = _amount - fee, Excess = excess }
            : new ShieldedBundle { Outputs = [.. made], SealedMemo = outputs.SealedMemo, Recovery = outputs.Recovery, Entering = _amount - fee, Excess = excess };
        TransactionBody body = (frame.Draft with { Bundle = bundle }).Build();
        ulong[] claimed = [unchecked(0 - (ulong)shift), unchecked(values[1] + (ulong)shift), .. values[2..]];
        List<(byte[] Commitment, ulong Value, Scalar Blinding)> proven =
            [.. made.Select((output, index) => (output.Commitment.ToArray(), claimed[index], outputs.Blindings[index]))];
        if (count == 3)
        {
            proven.Add((NoteMaker.Encode(Pedersen.Commit(7, Scalar.One)).ToArray(), 7, Scalar.One));
        }

        if (isSwapped)
        {
            proven.Reverse();
        }

        byte[] bits = [.. proven.SelectMany(one => Enumerable.Range(0, RangeProof.Bits).Select(place => (byte)((one.Value >> place) & 1)))];
        byte[] range = RangeProver.ProveBits(
            body.Context, [.. proven.SelectMany(one => one.Commitment)], bits, [.. proven.Select(one => one.Blinding)], Random());
        return PrivateAssembler.Join(body, [Witness.Sign(_held, _key, body)], new PrivateProofs([], range));
    }

    private static Scalar ScalarOf(UInt128 number)
    {
        byte[] bytes = new byte[64];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes, number);
        return Scalar.ReadWide(bytes);
    }

    private static Hash256 EncodingOf(in Scalar scalar)
    {
        byte[] bytes = new byte[32];
        scalar.Write(bytes);
        return new Hash256(bytes);
    }

    private byte[] Random() => EncodingOf(_payer.Draw()).ToArray();
}
