using System.Collections.Immutable;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>Makes private transactions: outputs under the nonce of the first input, then the body, then the proofs in its context.</summary>
/// <remarks>docs/protocol/private-money.md §2. Constant time in all secrets, which the caller zeroes.</remarks>
internal static class PrivateAssembler
{
    /// <summary>Makes a ring transaction that spends notes; what they are worth is what the outputs, the fee and what leaves sum to.</summary>
    /// <param name="frame">What it does; its draft has no transparent inputs.</param>
    /// <param name="leaving">What the transparent outputs gain.</param>
    /// <param name="spends">1 to 16 notes.</param>
    internal static Transaction Ring(PrivateFrame frame, ulong leaving, IReadOnlyList<RingSpend> spends)
    {
        using SecretNonces nonces = new(frame.Randomness.Span, "ring"u8, []);
        List<(Hash256 Image, RingSpend Spend)> sorted =
            [.. spends.Select(spend => (NoteMaker.Encode(RingSigner.Image(spend.Key, Member(spend))), spend)).OrderBy(one => one.Item1)];
        UnprovenBody made = UnprovenBody.OfRing(
            frame, leaving, [.. sorted.Select(one => new RingCover(one.Image, one.Spend.Value, one.Spend.Members))], nonces);
        TransactionBody body = made.Body;
        ImmutableArray<RingInput> inputs = ((RingBundle)body.Bundle!).Inputs;
        ImmutableArray<PrivateInputProof>.Builder proofs = ImmutableArray.CreateBuilder<PrivateInputProof>(inputs.Length);
        for (int index = 0; index < inputs.Length; index++)
        {
            RingSpend spend = sorted[index].Spend;
            RingCheck check = RingSigner.Sign(
                body.Context, spend.Ring, inputs[index].Commitment.ToArray(), spend.Place, spend.Key, spend.Blinding + -made.Blindings[index], Fresh(nonces));
            proofs.Add(new PrivateInputProof(check.Proof, default));
        }

        return Join(body, [], new PrivateProofs(proofs.MoveToImmutable(), made.Outputs.ProveRange(body.Context, Fresh(nonces))));
    }

    /// <summary>Makes a shielded transaction that spends two notes, either of which may be the virtual one.</summary>
    /// <param name="frame">What it does; its draft has no transparent inputs.</param>
    /// <param name="leaving">What the transparent outputs gain.</param>
    /// <param name="anchorHeight">The anchor of the sets.</param>
    /// <param name="spends">Two notes.</param>
    /// <param name="forkJoin">Runs the parts of the work.</param>
    internal static Transaction Shielded(
        PrivateFrame frame, ulong leaving, ulong anchorHeight, IReadOnlyList<ShieldedSpend> spends, IForkJoin forkJoin)
    {
        using SecretNonces nonces = new(frame.Randomness.Span, "shielded"u8, []);
        EdwardsPoint tagBase = Generators.TagBase(frame.Draft.ChainId, PoolId.Shielded.Value);
        List<(Hash256 Tag, ShieldedSpend Spend)> sorted =
            [.. spends.Select(spend => (NoteMaker.Encode(Tag(tagBase, spend.Serial, spend.Secret)), spend)).OrderBy(one => one.Item1)];
        UnprovenBody made = UnprovenBody.OfShielded(
            frame,
            leaving,
            anchorHeight,
            [.. sorted.Select(one => new ShieldedCover(one.Tag, KeyOf(one.Spend.Serial, one.Spend.Secret), one.Spend.Value, one.Spend.SetNumber))],
            nonces);
        TransactionBody body = made.Body;
        ImmutableArray<ShieldedInput> inputs = ((ShieldedBundle)body.Bundle!).Inputs;
        ImmutableArray<PrivateInputProof>.Builder proofs = ImmutableArray.CreateBuilder<PrivateInputProof>(inputs.Length);
        for (int index = 0; index < inputs.Length; index++)
        {
            proofs.Add(ProveInput(made, index, sorted[index].Spend, tagBase, nonces, forkJoin));
        }

        return Join(body, [], new PrivateProofs(proofs.MoveToImmutable(), made.Outputs.ProveRange(body.Context, Fresh(nonces))));
    }

    /// <summary>Makes the body and the proofs of a transaction whose transparent inputs pay into a pool; their witnesses sign the body.</summary>
    /// <param name="frame">What it does; its draft has transparent inputs.</param>
    /// <param name="entering">What enters: the outputs' values sum to it.</param>
    /// <param name="witness">Makes the witnesses of the body.</param>
    internal static Transaction Entering(PrivateFrame frame, ulong entering, Func<TransactionBody, IReadOnlyList<Witness>> witness)
    {
        using SecretNonces nonces = new(frame.Randomness.Span, "entering"u8, []);
        PrivateOutputs outputs = PrivateOutputs.Make(frame, TransactionBody.NonceOf(frame.Draft.Inputs[0]));
        Scalar excess = default;
        foreach (Scalar blinding in outputs.Blindings)
        {
            excess += blinding;
        }

        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        excess.Write(bytes);
        PrivateBundle bundle = frame.Tier == PrivateTier.Ring
            ? new RingBundle { Outputs = outputs.Made, SealedMemo = outputs.SealedMemo, Recovery = outputs.Recovery }
            : new ShieldedBundle { Outputs = outputs.Made, SealedMemo = outputs.SealedMemo, Recovery = outputs.Recovery };
        TransactionBody body = Body(frame, outputs, bundle with { Entering = entering, Excess = new Hash256(bytes) });
        return Join(body, witness(body), new PrivateProofs([], outputs.ProveRange(body.Context, Fresh(nonces))));
    }

    /// <summary>T = s⁻¹·(U − r·K), the one tag of a shielded note.</summary>
    internal static EdwardsPoint Tag(in EdwardsPoint tagBase, in Scalar serial, in Scalar secret) =>
        (tagBase + -Generators.Spend.Multiply(secret)).Multiply(ScalarSpans.Invert(serial));

    /// <summary>s·F + r·K.</summary>
    internal static EdwardsPoint KeyOf(in Scalar serial, in Scalar secret) => Generators.Serial.Multiply(serial) + Generators.Spend.Multiply(secret);

    /// <summary>A transaction of a body and its proofs.</summary>
    internal static Transaction Join(TransactionBody body, IReadOnlyList<Witness> witnesses, PrivateProofs proofs)
    {
        bool created = Transaction.TryCreate(body, witnesses, proofs, out Transaction? transaction, out _);
        Invariant.Require(created);
        return transaction!;
    }

    private static PrivateInputProof ProveInput(
        UnprovenBody made, int index, ShieldedSpend spend, in EdwardsPoint tagBase, SecretNonces nonces, IForkJoin forkJoin)
    {
        Hash256 context = made.Body.Context;
        ShieldedInput input = ((ShieldedBundle)made.Body.Bundle!).Inputs[index];

        // Whether the note is the virtual one is known to the owner alone, but shows in nothing that is sent.
        Scalar difference = spend.Place == 0 ? made.Blindings[index] : spend.Blinding + -made.Offsets[index];
        MembershipCheck membership = MembershipProver.Prove(
            spend.Set, context, input.Offset.ToArray(), input.Commitment.ToArray(), spend.Place, difference, Fresh(nonces), forkJoin);
        byte[] spendProof = RelationProver.Prove(
            RelationShape.SpendInput,
            context,
            PrivateChecks.SpendPoints(input, tagBase),
            [spend.Serial, spend.Secret, ScalarSpans.FromNumber(spend.Value), made.Offsets[index], made.Blindings[index]],
            Fresh(nonces));
        return new PrivateInputProof(membership.Proof, spendProof);
    }

    private static ReadOnlySpan<byte> Member(RingSpend spend) =>
        spend.Ring.Span.Slice(2 * spend.Place * Hash256.SizeBytes, Hash256.SizeBytes);

    private static byte[] Fresh(SecretNonces nonces)
    {
        byte[] bytes = new byte[SecretNonces.RandomnessSizeBytes];
        nonces.Next().Write(bytes);
        return bytes;
    }

    private static TransactionBody Body(PrivateFrame frame, PrivateOutputs outputs, PrivateBundle bundle)
    {
        Invariant.Require(outputs.Made.Length == frame.Payments.Count);
        return (frame.Draft with { Bundle = bundle }).Build();
    }
}
