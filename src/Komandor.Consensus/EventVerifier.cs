using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Checks events against the roster of their birth round: rules H9 to H13 of docs/protocol/hashgraph.md. Stateless; any thread.</summary>
/// <param name="chain">The chain that the events must belong to.</param>
/// <param name="shard">The shard that the events must belong to.</param>
public sealed class EventVerifier(ChainId chain, ShardId shard)
{
    /// <summary>Checks one event.</summary>
    public EventFault Verify(SignedEvent signed, RosterSchedule schedule, out VerifiedEvent? verified)
    {
        verified = null;
        EventFault fault = CheckIdentity(signed, schedule, out PublicKey key);
        if (fault != EventFault.None)
        {
            return fault;
        }

        Span<byte> message = stackalloc byte[Hash256.SizeBytes];
        SignedEvent.SigningHash(signed.Id).CopyTo(message);
        if (!Ed25519Zip215.Verify(key, message, signed.Signature))
        {
            return EventFault.BadSignature;
        }

        verified = new VerifiedEvent(signed);
        return EventFault.None;
    }

    /// <summary>Checks each event of a batch and writes its verdict to the same index of both results.</summary>
    /// <param name="events">The events, in any order.</param>
    /// <param name="schedule">The rosters.</param>
    /// <param name="verified">As long as <paramref name="events"/>: the event where it is good, null elsewhere.</param>
    /// <param name="faults">As long as <paramref name="events"/>: why it is not good.</param>
    public void VerifyBatch(
        ReadOnlySpan<SignedEvent> events, RosterSchedule schedule, Span<VerifiedEvent?> verified, Span<EventFault> faults)
    {
        SignatureCheck[] checks = new SignatureCheck[events.Length];
        int[] sources = new int[events.Length];
        int count = 0;
        for (int index = 0; index < events.Length; index++)
        {
            verified[index] = null;
            faults[index] = CheckIdentity(events[index], schedule, out PublicKey key);
            if (faults[index] == EventFault.None)
            {
                checks[count] = new SignatureCheck(key, SignedEvent.SigningHash(events[index].Id), events[index].Signature);
                sources[count++] = index;
            }
        }

        bool[] valid = new bool[count];
        Ed25519Zip215.VerifyBatch(checks.AsSpan(0, count), valid);
        for (int check = 0; check < count; check++)
        {
            int index = sources[check];
            faults[index] = valid[check] ? EventFault.None : EventFault.BadSignature;
            verified[index] = valid[check] ? new VerifiedEvent(events[index]) : null;
        }
    }

    private EventFault CheckIdentity(SignedEvent signed, RosterSchedule schedule, out PublicKey key)
    {
        key = default;
        UnsignedEvent body = signed.Body;
        if (body.Chain != chain)
        {
            return EventFault.WrongChain;
        }

        if (body.Shard != shard)
        {
            return EventFault.WrongShard;
        }

        Roster? roster = schedule.Find(body.BirthRound);
        if (roster is null)
        {
            return EventFault.RosterUnknown;
        }

        int position = roster.IndexOf(body.Creator);
        if (position < 0)
        {
            return EventFault.UnknownCreator;
        }

        key = roster.Members[position].Key;
        return EventFault.None;
    }
}
