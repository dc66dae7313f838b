using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Reads the body of an event and checks what it shows by itself: rules H1, H2, H4 to H8, H18 and H19 of docs/protocol/hashgraph.md.</summary>
internal static class EventDecoder
{
    private const int OtherParentSizeBytes = 4 + Hash256.SizeBytes + 8;

    /// <summary>Reads the body at the reader's position; null with the fault when it breaks a rule.</summary>
    public static UnsignedEvent? TryRead(ref CanonicalReader reader, byte[] encoded, out EventFault fault)
    {
        byte version = reader.Byte();
        if (version != EventLimits.Version)
        {
            fault = reader.Fault == EncodingFault.None ? EventFault.UnsupportedVersion : EventFault.Malformed;
            return null;
        }

        ChainId chain = new(reader.Hash());
        ShardId shard = new(reader.UInt16());
        MemberId creator = new(reader.UInt32());
        ulong sequence = reader.UInt64();
        ulong birthRound = reader.UInt64();
        Timestamp createdAt = reader.Time();
        ulong coin = reader.UInt64();
        ParentReference? self = ReadSelfParent(ref reader, creator, out bool roundsInRange);
        ParentReference[] others = ReadOtherParents(ref reader, ref roundsInRange);
        bool payloadInBounds = TryReadPayload(ref reader, encoded, out ReadOnlyMemory<byte>[] payload);
        fault = reader.Fault != EncodingFault.None ? EventFault.Malformed
            : birthRound is 0 or > (ulong)EventLimits.MaxRound ? EventFault.BirthRoundOutOfRange
            : !roundsInRange || AnyBornAfter(self, others, (long)birthRound) ? EventFault.ParentBornLater
            : sequence > EventLimits.MaxSequence ? EventFault.SequenceOutOfRange
            : createdAt.UnixMicroseconds > EventLimits.MaxUnixMicroseconds ? EventFault.TimeOutOfRange
            : (self is null) != (sequence == 0) ? EventFault.SequenceWithoutSelfParent
            : !Ascend(others, creator) ? EventFault.OtherParentsNotAscending
            : !payloadInBounds ? EventFault.PayloadOutOfBounds
            : EventFault.None;
        return fault == EventFault.None
            ? new UnsignedEvent(chain, shard, creator, sequence, (long)birthRound, createdAt, coin, self, others, payload)
            : null;
    }

    private static ParentReference? ReadSelfParent(ref CanonicalReader reader, MemberId creator, out bool inRange)
    {
        inRange = true;
        if (!reader.Boolean())
        {
            return null;
        }

        EventId id = new(reader.Hash());
        return new ParentReference(id, creator, ReadRound(ref reader, ref inRange));
    }

    private static ParentReference[] ReadOtherParents(ref CanonicalReader reader, ref bool inRange)
    {
        ParentReference[] parents = new ParentReference[reader.Count(EventLimits.MaxOtherParents, OtherParentSizeBytes)];
        for (int index = 0; index < parents.Length; index++)
        {
            MemberId creator = new(reader.UInt32());
            EventId id = new(reader.Hash());
            parents[index] = new ParentReference(id, creator, ReadRound(ref reader, ref inRange));
        }

        return parents;
    }

    private static long ReadRound(ref CanonicalReader reader, ref bool inRange)
    {
        ulong round = reader.UInt64();
        if (round is 0 or > (ulong)EventLimits.MaxRound)
        {
            inRange = false;
            return 0;
        }

        return (long)round;
    }

    // Lengths up to the whole event are read, so that an item too many is told from bytes that make no sense.
    private static bool TryReadPayload(ref CanonicalReader reader, byte[] encoded, out ReadOnlyMemory<byte>[] payload)
    {
        payload = [];
        int count = reader.Count(EventLimits.MaxSizeBytes, 1);
        if (count > EventLimits.MaxPayloadItems)
        {
            return false;
        }

        payload = count == 0 ? [] : new ReadOnlyMemory<byte>[count];
        bool inBounds = true;
        int sizeBytes = 0;
        for (int index = 0; index < count; index++)
        {
            int length = reader.Count(EventLimits.MaxSizeBytes, 1);
            int start = reader.Position;
            _ = reader.Raw(length);
            if (reader.Fault != EncodingFault.None)
            {
                return inBounds;
            }

            sizeBytes += length;
            inBounds &= length is > 0 and <= EventLimits.MaxPayloadItemSizeBytes;
            payload[index] = encoded.AsMemory(start, length);
        }

        return inBounds && sizeBytes <= EventLimits.MaxPayloadSizeBytes;
    }

    private static bool AnyBornAfter(ParentReference? self, ParentReference[] others, long birthRound)
    {
        bool later = self is ParentReference own && own.BirthRound > birthRound;
        foreach (ParentReference parent in others)
        {
            later |= parent.BirthRound > birthRound;
        }

        return later;
    }

    private static bool Ascend(ParentReference[] others, MemberId creator)
    {
        for (int index = 0; index < others.Length; index++)
        {
            if (others[index].Creator == creator || (index > 0 && others[index - 1].Creator.CompareTo(others[index].Creator) >= 0))
            {
                return false;
            }
        }

        return true;
    }
}
