using System.Collections.Immutable;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Private.Offline;

/// <summary>Signs a private payment on a machine without a network. It believes nothing of the request but what its owner reads and says yes to.</summary>
/// <remarks>docs/protocol/private-wallet.md §9.3. Outputs, change and what the payer seals to itself it makes itself, out of what is shown.</remarks>
internal static class ColdSigner
{
    /// <summary>Judges a request, before it is shown.</summary>
    /// <exception cref="OfflineException">It is refused (CS1, CS3 to CS8).</exception>
    /// <exception cref="WalletException">The wallet only watches (W18).</exception>
    internal static void Check(WalletFile wallet, SigningRequest request)
    {
        using WalletKeys keys = wallet.PrivateKeys();
        Check(wallet, keys, request);
    }

    /// <summary>Judges and signs.</summary>
    /// <exception cref="OfflineException">It is refused (CS1, CS3 to CS8).</exception>
    /// <exception cref="WalletException">The wallet only watches (W18).</exception>
    internal static SigningAnswer Sign(WalletFile wallet, SigningRequest request)
    {
        using WalletKeys keys = wallet.PrivateKeys();
        FoundNote[] found = Check(wallet, keys, request);
        SigningAnswer answer = request.Tier == PrivateTier.Ring
            ? SignRing(keys.Spend!, request, found)
            : SignShielded(keys.Spend!, request, found);

        // A wallet that never meets a node belongs to the chain of the first payment that its owner signs.
        wallet.Bind(request.Chain);
        return answer;
    }

    private static FoundNote[] Check(WalletFile wallet, WalletKeys keys, SigningRequest request)
    {
        SpendKey key = keys.Spend ?? throw WalletException.WatchOnly();
        if (wallet.Chain is { } chain && chain.ChainId != request.Chain.ChainId)
        {
            throw new OfflineException(OfflineFault.OtherChain);
        }

        FoundNote[] found = new FoundNote[request.Notes.Length];
        for (int note = 0; note < found.Length; note++)
        {
            found[note] = request.Notes[note].Find(key.View.Incoming.Find) ?? throw new OfflineException(OfflineFault.Malformed);
            RequireOwn(key, request.Notes[note], found[note]);
        }

        CheckAmounts(request);
        if (request.Tier == PrivateTier.Shielded && OfflineBody.OfShielded(request, key.View, found).Made.Body.Id != request.Transaction)
        {
            throw new OfflineException(OfflineFault.Changed);
        }

        return found;
    }

    // The note's key is made of nothing but the secrets, and its commitment of the value; a note with another value would make a payment that nobody takes.
    private static void RequireOwn(SpendKey key, SigningNote asked, FoundNote found)
    {
        if (OwnedKeys.KeyOf(key, found) != asked.Key)
        {
            throw new OfflineException(OfflineFault.OtherWallet);
        }

        bool isWorth = NoteMaker.Encode(Pedersen.Commit(asked.Value, OwnedKeys.Blinding(found))) == asked.Commitment;
        if (!isWorth || (asked.Tier == PrivateTier.Ring && !StandsInRing(asked)))
        {
            throw new OfflineException(OfflineFault.Note);
        }
    }

    private static bool StandsInRing(SigningNote asked)
    {
        if (asked.Place < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> member = asked.Ring.Span.Slice(2 * asked.Place * Hash256.SizeBytes, 2 * Hash256.SizeBytes);
        return new Hash256(member[..Hash256.SizeBytes]) == asked.Key && new Hash256(member[Hash256.SizeBytes..]) == asked.Commitment;
    }

    private static void CheckAmounts(SigningRequest request)
    {
        if (request.Amount == 0 || request.Total > ulong.MaxValue || request.Total < (UInt128)request.Amount + request.Fee)
        {
            throw new OfflineException(OfflineFault.Amount);
        }

        int inputs = request.Tier == PrivateTier.Ring ? request.Notes.Length : PrivateLimits.ShieldedInputs;
        ulong work = FeeQuote.OfPrivate(request.Draft, request.Tier, inputs, PrivateLimits.MinimumOutputs, [], 1).Fee;
        if (request.Fee % work != 0)
        {
            throw new OfflineException(OfflineFault.Fee);
        }
    }

    private static SigningAnswer SignRing(SpendKey key, SigningRequest request, FoundNote[] found)
    {
        Hash256[] images = [.. found.Select(note => OwnedKeys.Image(key, note))];
        OfflineBody made = OfflineBody.OfRing(request, key.View.Incoming, images, OfflineBody.Recover(request, key.View));
        RingBundle bundle = (RingBundle)made.Made.Body.Bundle!;
        ReadOnlyMemory<byte>[] proofs = new ReadOnlyMemory<byte>[found.Length];
        for (int input = 0; input < proofs.Length; input++)
        {
            int note = made.Order[input];
            proofs[note] = RingSigner.Sign(
                made.Made.Body.Context, request.Notes[note].Ring, bundle.Inputs[input].Commitment.ToArray(), request.Notes[note].Place,
                OwnedKeys.RingSecret(key, found[note]), OwnedKeys.Blinding(found[note]) + -made.Made.Blindings[input],
                RandomNumberGenerator.GetBytes(SecretNonces.RandomnessSizeBytes)).Proof;
        }

        return new SigningAnswer(
            request.Chain.ChainId, request.Id, made.Made.Body.Id, request.Tier, bundle.Recovery, [.. images], [.. proofs]);
    }

    private static SigningAnswer SignShielded(SpendKey key, SigningRequest request, FoundNote[] found)
    {
        OfflineBody made = OfflineBody.OfShielded(request, key.View, found);
        ShieldedBundle bundle = (ShieldedBundle)made.Made.Body.Bundle!;
        EdwardsPoint tagBase = Generators.TagBase(request.Chain.ChainId, PoolId.Shielded.Value);
        ReadOnlyMemory<byte>[] proofs = new ReadOnlyMemory<byte>[found.Length];
        for (int input = 0; input < made.Order.Length; input++)
        {
            if (made.Order[input] is var note && note == OfflineBody.Padding)
            {
                continue;
            }

            Scalar weight = request.Notes[note].Weight;
            Scalar serial = weight * (key.View.Serial + OwnedKeys.ShieldedOffset(key.View.Incoming, found[note]));
            proofs[note] = RelationProver.Prove(
                RelationShape.SpendInput, made.Made.Body.Context, PrivateChecks.SpendPoints(bundle.Inputs[input], tagBase),
                [serial, weight * key.Spend, ScalarSpans.FromNumber(found[note].Value), made.Made.Offsets[input], made.Made.Blindings[input]],
                RandomNumberGenerator.GetBytes(SecretNonces.RandomnessSizeBytes));
        }

        return new SigningAnswer(
            request.Chain.ChainId, request.Id, made.Made.Body.Id, request.Tier, default, [], ImmutableArray.Create(proofs));
    }
}
