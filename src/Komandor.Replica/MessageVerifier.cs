using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica;

/// <summary>Judges messages as far as can be done without state: encoding, signatures of events, of header claims and of transactions, certificates.</summary>
/// <remarks>Pure, so the shell runs it on its workers, any number at a time. Nothing unverified reaches a machine.</remarks>
public sealed class MessageVerifier
{
    private const int MaxKnownEvents = 16_384;
    private const long MaxKnownSizeBytes = 16 << 20;

    private readonly ChainContext _chain;
    private readonly EventVerifier _events;
    private readonly TransactionVerifier _transactions;
    private readonly VerifiedEvents? _known;

    /// <summary>A verifier of messages about <paramref name="chain"/>.</summary>
    public MessageVerifier(ChainContext chain)
        : this(chain, null)
    {
    }

    internal MessageVerifier(ChainContext chain, VerifiedEvents? known)
    {
        _chain = chain;
        _known = known;
        _events = new EventVerifier(chain.Chain, chain.Shard);
        _transactions = new TransactionVerifier(chain.Chain, chain.Shard);
    }

    /// <summary>A verifier that does not verify an event again that it verified lately, so that repetition, by honest peers or by others, costs a hash.</summary>
    public static MessageVerifier Remembering(ChainContext chain) => new(chain, new VerifiedEvents(MaxKnownEvents, MaxKnownSizeBytes));

    /// <summary>Judges an untrusted message.</summary>
    /// <param name="encoded">The bytes; not borrowed by the result.</param>
    public VerifiedMessage Verify(ReadOnlySpan<byte> encoded)
    {
        if (!MessageCodec.TryDecode(encoded, out GossipMessage? message, out MessageFault fault))
        {
            return new VerifiedMessage(fault);
        }

        return message switch
        {
            EventsMessage events => VerifyEvents(events),
            SyncDoneMessage done => VerifyDone(done),
            CertifiedHeaderMessage certified => VerifyCertified(certified),
            SnapshotOfferMessage offer => VerifyOffer(offer),
            _ => new VerifiedMessage(message),
        };
    }

    /// <summary>Vouches for an event that was verified before it was stored; its content is checked anew.</summary>
    internal CheckedEvent Trust(SignedEvent signed)
    {
        if (_known?.Find(signed) is CheckedEvent known)
        {
            return known;
        }

        PayloadBatch payloads = new(_chain, _transactions);
        payloads.Add(signed);
        return new CheckedEvent(VerifiedEvent.Trust(signed), payloads.Check()[0]);
    }

    private VerifiedMessage VerifyEvents(EventsMessage message)
    {
        CheckedEvent?[] results = new CheckedEvent?[message.Encoded.Count];
        List<SignedEvent> fresh = [];
        Dictionary<(EventId, Signature), int> places = [];
        int[] sources = new int[results.Length];
        for (int index = 0; index < results.Length; index++)
        {
            if (!SignedEvent.TryDecode(message.Encoded[index].ToArray(), out SignedEvent? signed, out _))
            {
                return new VerifiedMessage(MessageFault.EventRefused);
            }

            results[index] = _known?.Find(signed);
            if (results[index] is null && !places.TryGetValue((signed.Id, signed.Signature), out sources[index]))
            {
                sources[index] = fresh.Count;
                places.Add((signed.Id, signed.Signature), fresh.Count);
                fresh.Add(signed);
            }
        }

        if (!TryCheck(fresh, out CheckedEvent[] good))
        {
            return new VerifiedMessage(MessageFault.EventRefused);
        }

        for (int index = 0; index < results.Length; index++)
        {
            results[index] ??= good[sources[index]];
            _known?.Add(results[index]!);
        }

        return new VerifiedMessage(message) { Events = results! };
    }

    private bool TryCheck(List<SignedEvent> events, out CheckedEvent[] good)
    {
        good = new CheckedEvent[events.Count];
        VerifiedEvent?[] verified = new VerifiedEvent?[events.Count];
        EventFault[] faults = new EventFault[events.Count];
        _events.VerifyBatch(events.ToArray(), _chain.Schedule, verified, faults);
        PayloadBatch payloads = new(_chain, _transactions);
        for (int index = 0; index < events.Count; index++)
        {
            if (verified[index] is null)
            {
                return false;
            }

            payloads.Add(events[index]);
        }

        IReadOnlyList<EventPayload> contents = payloads.Check();
        for (int index = 0; index < good.Length; index++)
        {
            good[index] = new CheckedEvent(verified[index]!, contents[index]);
        }

        return true;
    }

    private VerifiedMessage VerifyDone(SyncDoneMessage message)
    {
        if (message.NewestOfYours.IsEmpty)
        {
            return new VerifiedMessage(message);
        }

        return SignedEvent.TryDecode(message.NewestOfYours.ToArray(), out SignedEvent? newest, out _)
            && _events.Verify(newest, _chain.Schedule, out _) == EventFault.None
                ? new VerifiedMessage(message) { NewestOfYours = newest }
                : new VerifiedMessage(MessageFault.EventRefused);
    }

    private VerifiedMessage VerifyCertified(CertifiedHeaderMessage message) =>
        ReadCertified(message) is CertifiedHeader certified
            ? new VerifiedMessage(message) { Certified = certified }
            : new VerifiedMessage(MessageFault.HeaderUncertified);

    private VerifiedMessage VerifyOffer(SnapshotOfferMessage message)
    {
        if (ReadCertified(message.Certified) is not CertifiedHeader certified)
        {
            return new VerifiedMessage(MessageFault.HeaderUncertified);
        }

        CanonicalReader reader = new(message.Snapshot.Span);
        bool isRead = ConsensusSnapshot.TryRead(ref reader, out ConsensusSnapshot? snapshot);
        bool isProven = reader.TryFinish(out _) && isRead && snapshot!.Round == (long)certified.Header.Round
            && StateProofVerifier.Verify(
                certified.Header.StateRoot,
                StoredSnapshot.StateKey,
                StoredSnapshot.StateValue(message.Snapshot.Span),
                new StateProof([.. message.Proof.Span])) == StateProofFault.None;
        byte[]? tagsValue = message.Tags.IsEmpty ? null : message.Tags.ToArray();
        isProven &= SpentTags.TryDecode(tagsValue, out SpentTags tags)
            && StateProofVerifier.Verify(
                certified.Header.StateRoot, SystemObjects.SpentTags.Value, tagsValue, new StateProof([.. message.TagsProof.Span])) == StateProofFault.None;
        return isProven
            ? new VerifiedMessage(message) { Certified = certified, Snapshot = snapshot, Tags = tags }
            : new VerifiedMessage(MessageFault.SnapshotUnproven);
    }

    private CertifiedHeader? ReadCertified(CertifiedHeaderMessage message) =>
        BlockHeader.TryDecode(message.Header.Span, out BlockHeader? header, out _)
        && Certificate.TryDecode(message.Certificate.Span, out Certificate? certificate, out _)
        && header.ChainId == _chain.Chain && header.Shard == _chain.Shard && header.Height > 0
        && CertificateVerifier.Verify(header, certificate, _chain.Roster) == BlockFault.None
            ? new CertifiedHeader(header, certificate)
            : null;
}
