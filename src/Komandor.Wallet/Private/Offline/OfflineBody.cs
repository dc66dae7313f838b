using System.Collections.Immutable;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private.Offline;

/// <summary>The body that a request makes: the same on the machine that asks and on the one that signs, so that neither has to believe the other.</summary>
/// <remarks>docs/protocol/private-wallet.md §9.2.</remarks>
internal sealed class OfflineBody
{
    /// <summary>In <see cref="Order"/>: the padding input.</summary>
    internal const int Padding = -1;

    private OfflineBody(UnprovenBody made, ImmutableArray<int> order)
    {
        Made = made;
        Order = order;
    }

    /// <summary>The body, and what its proofs take.</summary>
    internal UnprovenBody Made { get; }

    /// <summary>For each input of the body: which note of the request it is, or <see cref="Padding"/>.</summary>
    internal ImmutableArray<int> Order { get; }

    /// <summary>The body of a ring request.</summary>
    /// <param name="request">A request whose notes cover amount and fee.</param>
    /// <param name="incoming">The wallet's incoming view key.</param>
    /// <param name="images">The notes' images, in the order of the request, all different.</param>
    /// <param name="recover">Makes what the payer seals to itself.</param>
    internal static OfflineBody OfRing(
        SigningRequest request, IncomingViewKey incoming, IReadOnlyList<Hash256> images, Func<Hash256, IReadOnlyList<PrivateOutput>, byte[]> recover)
    {
        ImmutableArray<int> order = [.. Enumerable.Range(0, request.Notes.Length).OrderBy(note => images[note])];
        using SecretNonces nonces = new(request.Randomness.Span, "offline ring"u8, []);
        return new OfflineBody(
            UnprovenBody.OfRing(
                Frame(request, incoming, recover), request.Leaving,
                [.. order.Select(note => new RingCover(images[note], request.Notes[note].Value, request.Notes[note].Members))], nonces),
            order);
    }

    /// <summary>The body of a shielded request.</summary>
    /// <param name="request">A request whose notes cover amount and fee.</param>
    /// <param name="view">The wallet's full view key.</param>
    /// <param name="found">The notes, in the order of the request.</param>
    internal static OfflineBody OfShielded(SigningRequest request, FullViewKey view, IReadOnlyList<FoundNote> found)
    {
        EdwardsPoint tagBase = Generators.TagBase(request.Chain.ChainId, PoolId.Shielded.Value);
        List<(int Note, ShieldedCover Cover)> covers = [];
        for (int note = 0; note < found.Count; note++)
        {
            (SigningNote asked, Scalar offset) = (request.Notes[note], OwnedKeys.ShieldedOffset(view.Incoming, found[note]));
            EdwardsPoint key = Generators.Serial.Multiply(asked.Weight * (view.Serial + offset)) + view.SpendPoint.Multiply(asked.Weight);
            covers.Add((note, new ShieldedCover(view.Tag(tagBase, asked.Weight, offset), key, asked.Value, asked.Set)));
        }

        if (found.Count < PrivateLimits.ShieldedInputs)
        {
            (Scalar serial, Scalar secret) = PaddingOf(request);
            covers.Add((Padding, new ShieldedCover(
                NoteMaker.Encode(PrivateAssembler.Tag(tagBase, serial, secret)), PrivateAssembler.KeyOf(serial, secret), 0, request.PaddingSet)));
        }

        covers.Sort((left, right) => left.Cover.Tag.CompareTo(right.Cover.Tag));
        using SecretNonces nonces = new(request.Randomness.Span, "offline shielded"u8, []);
        return new OfflineBody(
            UnprovenBody.OfShielded(
                Frame(request, view.Incoming, Recover(request, view)), request.Leaving, request.AnchorHeight, [.. covers.Select(one => one.Cover)], nonces),
            [.. covers.Select(one => one.Note)]);
    }

    /// <summary>Serial and spend secret of the padding input, which no key has to do with.</summary>
    internal static (Scalar Serial, Scalar Secret) PaddingOf(SigningRequest request)
    {
        using SecretNonces nonces = new(request.Randomness.Span, "offline padding"u8, []);
        return (nonces.Next(), nonces.Next());
    }

    /// <summary>Seals what the payer reads again.</summary>
    internal static Func<Hash256, IReadOnlyList<PrivateOutput>, byte[]> Recover(SigningRequest request, FullViewKey view) =>
        (nonce, outputs) => RecoveryCipher.Seal(view, nonce, outputs, PaidBy(request, view.Incoming), request.Seed.Span);

    /// <summary>Whom the paid note goes to: the recipient, or the wallet itself when money leaves.</summary>
    private static PrivateAddress PaidBy(SigningRequest request, IncomingViewKey incoming) =>
        request.PrivateRecipient ?? incoming.AddressAt(request.Chain.AddressPrefix, AddressTable.ChangeNumber);

    private static PrivateFrame Frame(SigningRequest request, IncomingViewKey incoming, Func<Hash256, IReadOnlyList<PrivateOutput>, byte[]> recover)
    {
        bool isPrivate = request.PrivateRecipient is not null;
        PrivatePayment paid = new(PaidBy(request, incoming), isPrivate ? request.Amount : 0);
        PrivatePayment change = new(
            incoming.AddressAt(request.Chain.AddressPrefix, AddressTable.ChangeNumber), (ulong)(request.Total - request.Amount - request.Fee));
        return new PrivateFrame(
            request.Draft, request.Tier, request.Place == 0 ? [paid, change] : [change, paid], request.Place,
            PrivateMemo.Encode(isPrivate ? request.Memo : string.Empty), request.Seed, request.Randomness)
        {
            Recovery = recover,
        };
    }
}
