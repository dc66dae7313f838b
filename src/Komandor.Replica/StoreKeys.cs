using System.Buffers.Binary;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>The keys of a member's store: docs/protocol/store.md. The first byte says what an entry is; no key counts anything local.</summary>
internal static class StoreKeys
{
    /// <summary>Events: birth round, then id.</summary>
    public const byte Events = (byte)'E';

    /// <summary>Terms of secondary indexes.</summary>
    public const byte Terms = (byte)'I';

    private const byte Block = (byte)'B', Certificate = (byte)'C', Snapshots = (byte)'N', Meta = (byte)'M', Branches = (byte)'V', Pieces = (byte)'A', Parts = (byte)'P';

    /// <summary>The newest own event.</summary>
    public static byte[] OwnNewest => [Meta, (byte)'o'];

    /// <summary>The consensus snapshot of the last saved round.</summary>
    public static byte[] Snapshot => [Meta, (byte)'s'];

    /// <summary>The height of the newest block.</summary>
    public static byte[] Height => [Meta, (byte)'h'];

    /// <summary>The height of the newest certified block.</summary>
    public static byte[] FinalHeight => [Meta, (byte)'f'];

    /// <summary>How far the secondary indexes are, and of which state.</summary>
    public static byte[] IndexProgress => [Meta, (byte)'i'];

    /// <summary>Which of the state's places is current.</summary>
    public static byte[] StatePlace => [Meta, (byte)'p'];

    /// <summary>How far the state's log is known to be on the disk.</summary>
    public static byte[] DurableState => [Meta, (byte)'d'];

    /// <summary>Where the evidence of branches begins: one a member.</summary>
    public static byte[] Evidence => [Branches];

    /// <summary>The evidence that a member branched.</summary>
    public static byte[] EvidenceOf(MemberId member)
    {
        byte[] key = new byte[5];
        key[0] = Branches;
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), member.Value);
        return key;
    }

    /// <summary>The blocks that are still to be fetched below a learned state.</summary>
    public static byte[] Backfill => [Meta, (byte)'b'];

    /// <summary>An event's key.</summary>
    public static byte[] Event(long birthRound, EventId id)
    {
        byte[] key = new byte[1 + 8 + Hash256.SizeBytes];
        key[0] = Events;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), birthRound);
        id.Value.CopyTo(key.AsSpan(9));
        return key;
    }

    /// <summary>Where the events born in <paramref name="birthRound"/> begin.</summary>
    public static byte[] EventsFrom(long birthRound) => Numbered(Events, (ulong)birthRound);

    /// <summary>The birth round in an event's key.</summary>
    public static long BirthRoundOf(ReadOnlySpan<byte> eventKey) => BinaryPrimitives.ReadInt64BigEndian(eventKey[1..]);

    /// <summary>A block's key.</summary>
    public static byte[] BlockAt(ulong height) => Numbered(Block, height);

    /// <summary>The key of the consensus snapshot of a block's round.</summary>
    public static byte[] SnapshotAt(ulong height) => Numbered(Snapshots, height);

    /// <summary>A certificate's key.</summary>
    public static byte[] CertificateAt(ulong height) => Numbered(Certificate, height);

    /// <summary>How many segments of history are given up whole.</summary>
    public static byte[] GivenUpSegments => [Meta, (byte)'a'];

    /// <summary>The key that says which piece of a segment is here.</summary>
    public static byte[] PieceOf(ulong segment) => Numbered(Pieces, segment);

    /// <summary>The key of a part of that piece.</summary>
    public static byte[] PartOf(ulong segment, int index)
    {
        byte[] key = new byte[11];
        Numbered(Parts, segment).CopyTo(key, 0);
        BinaryPrimitives.WriteUInt16BigEndian(key.AsSpan(9), checked((ushort)index));
        return key;
    }

    private static byte[] Numbered(byte kind, ulong number)
    {
        byte[] key = new byte[9];
        key[0] = kind;
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(1), number);
        return key;
    }
}
