using Komandor.Cryptography;
using Komandor.Cryptography.ErasureCoding;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Replica.Archive;

/// <summary>A closed run of blocks as the state names it: docs/protocol/archive.md, AR3.</summary>
/// <param name="Number">Counted from 0.</param>
/// <param name="First">The lowest block.</param>
/// <param name="Last">The highest block.</param>
/// <param name="SizeBytes">The bytes of its blocks, with the length before each.</param>
/// <param name="Total">How many pieces it was coded into.</param>
/// <param name="Root">The root over all parts of all pieces.</param>
public sealed record Segment(ulong Number, ulong First, ulong Last, int SizeBytes, int Total, Hash256 Root)
{
    private static readonly HashDomain _partDomain = new("komandor.piece");

    /// <summary>How many pieces give the others back.</summary>
    public int Needed => SegmentRules.Needed(Total);

    /// <summary>The length of each piece.</summary>
    public int PieceSizeBytes => Code().PieceSizeBytes(SizeBytes);

    /// <summary>How many parts each piece has.</summary>
    public int Parts => (PieceSizeBytes + SegmentRules.PartSizeBytes - 1) / SegmentRules.PartSizeBytes;

    /// <summary>The key of segment <paramref name="number"/> in the state.</summary>
    public static Hash256 StateKey(ulong number) => LedgerHash.SystemObject($"segment {number}").Value;

    /// <summary>Segment <paramref name="number"/> in <paramref name="state"/>; null when it was not closed there.</summary>
    public static Segment? Find(IStateReader state, ulong number) =>
        state.Get(StateKey(number)) is byte[] value ? Read(number, value) : null;

    /// <summary>The closed segment that holds the block at <paramref name="height"/>; null when there is none in <paramref name="state"/>.</summary>
    public static Segment? Covering(IStateReader state, ulong height)
    {
        OpenSegment open = OpenSegment.Read(state);
        if (height == 0 || height >= open.First)
        {
            return null;
        }

        ulong low = 0;
        for (ulong high = open.Number; low + 1 < high;)
        {
            ulong middle = low + ((high - low) / 2);
            (low, high) = Find(state, middle)!.First <= height ? (middle, high) : (low, middle);
        }

        return Find(state, low);
    }

    /// <summary>The leaf of a part.</summary>
    internal static Hash256 Leaf(ReadOnlySpan<byte> part) => Blake2b.Hash(_partDomain, part);

    /// <summary>The length of part <paramref name="index"/> of any piece.</summary>
    internal int PartSizeBytes(int index) => Math.Min(SegmentRules.PartSizeBytes, PieceSizeBytes - (index * SegmentRules.PartSizeBytes));

    /// <summary>Whether <paramref name="part"/> is part <paramref name="index"/> of its place's piece: AR5.</summary>
    internal bool IsGenuine(int index, PiecePart part) =>
        part.Place < Total && index < Parts && part.Content.Length == PartSizeBytes(index)
        && MerkleTree.Verify(Root, Leaf(part.Content.Span), (part.Place * Parts) + index, Total * Parts, part.Path.Span);

    /// <summary>The value of its object in the state.</summary>
    internal byte[] StateValue()
    {
        CanonicalWriter writer = new(64);
        writer.VarUInt(First);
        writer.VarUInt(Last);
        writer.VarUInt((ulong)SizeBytes);
        writer.Byte((byte)Total);
        writer.Hash(Root);
        return SystemObjects.Encode(writer.Written);
    }

    /// <summary>The code of its pieces.</summary>
    internal ErasureCode Code() => new(Needed, Total);

    private static Segment Read(ulong number, byte[] value)
    {
        CanonicalReader reader = new(value);
        Invariant.Require(reader.Byte() == (byte)ObjectType.System);
        Segment read = new(number, reader.VarUInt(), reader.VarUInt(), (int)reader.VarUInt(int.MaxValue), reader.Byte(), reader.Hash());
        Invariant.Require(reader.TryFinish(out _));
        return read;
    }
}
