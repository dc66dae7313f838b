using System.Collections.Immutable;
using System.Security.Cryptography;
using Komandor.Api.Messages;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Building;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private.Offline;

/// <summary>Judges an answer against the request that was made here, and completes the payment.</summary>
/// <remarks>docs/protocol/private-wallet.md §9.4. Rings and sets come from the wallet's own copy, never out of a file.</remarks>
internal sealed class AnswerJudge(WalletKeys keys, PrivateBuilder builder, SigningRequest request, SigningAnswer answer)
{
    private readonly FoundNote?[] _found = [.. request.Notes.Select(note => note.Find(keys.Incoming.Find))];
    private OfflineBody? _body;

    /// <summary>The first rule that the answer breaks.</summary>
    internal OfflineFault Judge(ChainInfo chain)
    {
        if (request.Chain.ChainId != chain.ChainId || answer.Chain != chain.ChainId)
        {
            return OfflineFault.OtherChain;
        }

        if (answer.Request != request.Id || answer.Tier != request.Tier || answer.Proofs.Length != request.Notes.Length)
        {
            return OfflineFault.OtherRequest;
        }

        if (chain.Time > request.ValidUntil)
        {
            return OfflineFault.Expired;
        }

        if (request.Tier == PrivateTier.Shielded && !builder.IsUsable(request.AnchorHeight))
        {
            return OfflineFault.StaleAnchor;
        }

        if (_found.Any(note => note is null) || (request.Tier == PrivateTier.Ring && answer.Images.Distinct().Count() < answer.Images.Length))
        {
            return OfflineFault.Disagrees;
        }

        _body = MakeBody();
        return _body is null || _body.Made.Body.Id != answer.Transaction ? OfflineFault.Disagrees
            : Enumerable.Range(0, _body.Order.Length).All(Holds) ? OfflineFault.None
            : OfflineFault.Signature;
    }

    /// <summary>The transaction of an answer that was judged to be good.</summary>
    internal Transaction Finish()
    {
        UnprovenBody made = _body!.Made;
        ImmutableArray<PrivateInputProof> inputs = [.. _body.Order.Select((note, input) => request.Tier == PrivateTier.Ring
            ? new PrivateInputProof(answer.Proofs[note], default)
            : ProveShielded(input, note))];
        return PrivateAssembler.Join(made.Body, [], new PrivateProofs(inputs, made.Outputs.ProveRange(made.Body.Context, Fresh())));
    }

    // An incoming view key cannot make what the payer seals to itself, and takes it as it came.
    private OfflineBody? MakeBody() => request.Tier == PrivateTier.Ring
        ? OfflineBody.OfRing(
            request, keys.Incoming, answer.Images,
            keys.View is null ? (_, _) => answer.Recovery.ToArray() : OfflineBody.Recover(request, keys.View))
        : keys.View is null ? null
        : OfflineBody.OfShielded(request, keys.View, [.. _found.Select(note => note!)]);

    private bool Holds(int input)
    {
        UnprovenBody made = _body!.Made;
        int note = _body.Order[input];
        if (note == OfflineBody.Padding)
        {
            return true;
        }

        if (made.Body.Bundle is RingBundle ring)
        {
            RingInput shown = ring.Inputs[input];
            return new RingVerifier().Verify(new RingCheck(
                made.Body.Context, builder.RingBytes(shown.Members), shown.Image.ToArray(), shown.Commitment.ToArray(), answer.Proofs[note])) == ProofFault.None;
        }

        return new RelationVerifier().Verify(new RelationCheck(
            RelationShape.SpendInput, made.Body.Context, PrivateChecks.SpendPoints(((ShieldedBundle)made.Body.Bundle!).Inputs[input], TagBase),
            answer.Proofs[note])) == ProofFault.None;
    }

    private PrivateInputProof ProveShielded(int input, int note)
    {
        UnprovenBody made = _body!.Made;
        ShieldedInput shown = ((ShieldedBundle)made.Body.Bundle!).Inputs[input];
        bool isPadding = note == OfflineBody.Padding;
        (CoverSet set, int place) = builder.CoverOf(shown.Set, request.AnchorHeight, isPadding ? null : request.Notes[note].Index);
        Scalar difference = isPadding ? made.Blindings[input] : OwnedKeys.Blinding(_found[note]!) + -made.Offsets[input];
        MembershipCheck membership = MembershipProver.Prove(
            set, made.Body.Context, shown.Offset.ToArray(), shown.Commitment.ToArray(), place, difference, Fresh(), SerialForkJoin.Instance);
        return new PrivateInputProof(membership.Proof, isPadding ? ProvePadding(shown, input) : answer.Proofs[note]);
    }

    private byte[] ProvePadding(ShieldedInput shown, int input)
    {
        (Scalar serial, Scalar secret) = OfflineBody.PaddingOf(request);
        return RelationProver.Prove(
            RelationShape.SpendInput, _body!.Made.Body.Context, PrivateChecks.SpendPoints(shown, TagBase),
            [serial, secret, default, _body.Made.Offsets[input], _body.Made.Blindings[input]], Fresh());
    }

    private EdwardsPoint TagBase => Generators.TagBase(request.Chain.ChainId, PoolId.Shielded.Value);

    private static byte[] Fresh() => RandomNumberGenerator.GetBytes(SecretNonces.RandomnessSizeBytes);
}
