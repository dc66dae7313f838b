using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>What the record at a commit's end says: docs/protocol/state.md §8.</summary>
/// <param name="Version">The version.</param>
/// <param name="Root">Its root.</param>
/// <param name="Count">The number of entries.</param>
/// <param name="LiveBytes">The bytes of the records of all entries.</param>
/// <param name="Oldest">The oldest version that can be read.</param>
/// <param name="Covered">How far images have come, in shares of 2^32 of all keys, round after round.</param>
/// <param name="Victim">Where moving goes on; no entry stands before it.</param>
/// <param name="Note">What the owner added.</param>
internal sealed record CommitState(
    ulong Version, Hash256 Root, long Count, long LiveBytes, ulong Oldest, ulong Covered, LogPosition Victim, ReadOnlyMemory<byte> Note)
{
    /// <summary>The longest note.</summary>
    internal const int MaximumNoteSizeBytes = 1 << 20;

    /// <summary>An empty log.</summary>
    internal static CommitState Empty { get; } = new(0, Hash256.Zero, 0, 0, 0, 0, LogPosition.First, ReadOnlyMemory<byte>.Empty);

    /// <summary>Writes the content of the record.</summary>
    internal void Write(CanonicalWriter writer)
    {
        writer.UInt64(Version);
        writer.Hash(Root);
        writer.UInt64((ulong)Count);
        writer.UInt64((ulong)LiveBytes);
        writer.UInt64(Oldest);
        writer.UInt64(Covered);
        writer.UInt64(Victim.Sequence);
        writer.UInt32((uint)Victim.Offset);
        writer.Bytes(Note.Span);
    }

    /// <summary>Reads the content of a record whose checksum is right.</summary>
    internal static CommitState Read(ReadOnlySpan<byte> content)
    {
        CanonicalReader reader = new(content);
        CommitState state = new(
            reader.UInt64(), reader.Hash(), (long)reader.UInt64(), (long)reader.UInt64(), reader.UInt64(), reader.UInt64(),
            new LogPosition(reader.UInt64(), (int)reader.UInt32()), reader.Bytes(MaximumNoteSizeBytes).ToArray());
        return reader.TryFinish(out _) ? state : throw new InvalidDataException("The state's log is of another format: a commit cannot be read.");
    }
}
