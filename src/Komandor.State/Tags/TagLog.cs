using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State.Tags;

/// <summary>The batches between two flushes, in a file: docs/protocol/tags.md §5.</summary>
internal sealed class TagLog
{
    private const int HeadSizeBytes = 8 + 8 + 8 + Hash256.SizeBytes + Checksum.SizeBytes;
    private const int RecordHeadSizeBytes = 8 + 4;

    private readonly IStateFile _file;

    private TagLog(IStateFile file, string name, TagLogHead head)
    {
        (_file, Name, Head) = (file, name, head);
    }

    /// <summary>The file's name.</summary>
    internal string Name { get; }

    /// <summary>What it says of the set before its first batch.</summary>
    internal TagLogHead Head { get; }

    /// <summary>Whether the runs that it goes on from are durable: such a log may be the oldest.</summary>
    internal bool IsDurable { get; set; }

    /// <summary>Where the next record to read begins.</summary>
    internal long Position { get; private set; } = HeadSizeBytes;

    /// <summary>The name of a log.</summary>
    internal static string NameOf(string folder, long flushes) => string.Create(CultureInfo.InvariantCulture, $"{folder}-log-{flushes:x16}");

    /// <summary>Begins a log, in place of whatever was under its name.</summary>
    internal static TagLog Begin(IStateFiles files, string folder, TagLogHead head)
    {
        string name = NameOf(folder, head.Flushes);
        IStateFile file = TagRuns.Empty(files, name);
        Span<byte> bytes = stackalloc byte[HeadSizeBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, head.Flushes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], head.Version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], head.Origin);
        head.Root.CopyTo(bytes[24..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[^Checksum.SizeBytes..], Checksum.Of(bytes[..^Checksum.SizeBytes], 0));
        file.Append(bytes);
        return new TagLog(file, name, head);
    }

    /// <summary>Opens a log.</summary>
    /// <returns>Null when its head is not whole.</returns>
    internal static TagLog? TryOpen(IStateFiles files, string name)
    {
        IStateFile file = files.Open(name);
        Span<byte> bytes = stackalloc byte[HeadSizeBytes];
        if (file.Read(0, bytes) != bytes.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[^Checksum.SizeBytes..]) != Checksum.Of(bytes[..^Checksum.SizeBytes], 0))
        {
            file.Dispose();
            return null;
        }

        return new TagLog(file, name, new TagLogHead(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            new Hash256(bytes.Slice(24, Hash256.SizeBytes))));
    }

    /// <summary>Adds a batch.</summary>
    internal void Append(ulong version, ReadOnlySpan<Hash256> tags)
    {
        byte[] record = new byte[RecordHeadSizeBytes + (tags.Length * Hash256.SizeBytes) + Checksum.SizeBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(record, version);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), tags.Length);
        MemoryMarshal.AsBytes(tags).CopyTo(record.AsSpan(RecordHeadSizeBytes));
        int end = record.Length - Checksum.SizeBytes;
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(end), Checksum.Of(record.AsSpan(0, end), (ulong)_file.SizeBytes));
        _file.Append(record);
        Position = _file.SizeBytes;
    }

    /// <summary>Reads the next batch.</summary>
    /// <returns>Null at the end, and where the rest is not whole.</returns>
    internal Hash256[]? TryRead(ulong version)
    {
        Span<byte> head = stackalloc byte[RecordHeadSizeBytes];
        if (_file.Read(Position, head) != head.Length || BinaryPrimitives.ReadUInt64LittleEndian(head) != version)
        {
            return null;
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(head[8..]);
        if (count < 0 || count > (_file.SizeBytes - Position) / Hash256.SizeBytes)
        {
            return null;
        }

        byte[] record = new byte[head.Length + (count * Hash256.SizeBytes) + Checksum.SizeBytes];
        _file.Read(Position, record);
        int end = record.Length - Checksum.SizeBytes;
        if (BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(end)) != Checksum.Of(record.AsSpan(0, end), (ulong)Position))
        {
            return null;
        }

        Position += record.Length;
        return MemoryMarshal.Cast<byte, Hash256>(record.AsSpan(head.Length, count * Hash256.SizeBytes)).ToArray();
    }

    /// <summary>Says that a batch is not there.</summary>
    internal InvalidDataException Damage(ulong version) =>
        new($"The file {Name} of the tag set is damaged or ends too early: version {version} is missing from byte {Position} on, of {_file.SizeBytes}.");

    /// <summary>Drops what was not read.</summary>
    internal void Cut()
    {
        if (_file.SizeBytes > Position)
        {
            _file.Truncate(Position);
        }
    }

    /// <summary>Makes it durable.</summary>
    internal void Sync() => _file.Sync();

    /// <summary>Closes the file.</summary>
    internal void Close() => _file.Dispose();
}
