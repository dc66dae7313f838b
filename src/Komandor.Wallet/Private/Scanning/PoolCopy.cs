using System.Buffers.Binary;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>The wallet's own copy of the pools' notes and of the anchors' ids, in files beside the wallet: not secret, but whoever asked a node for single notes would betray its own.</summary>
/// <remarks>docs/protocol/private-wallet.md §7. Records of 80 bytes (key, commitment, <c>u64</c> height, <c>u64</c> microseconds) and of 40 (<c>u64</c> height, block id).
/// How many of them count, the wallet's file says: what a crash left behind is cut off. Owned by one thread at a time.</remarks>
internal sealed class PoolCopy : IDisposable
{
    private const int NoteSizeBytes = 80;
    private const int AnchorSizeBytes = 40;

    // How far back the time between blocks is measured.
    private const ulong MeasuredNotes = 256;

    private readonly FileStream[] _notes;
    private readonly FileStream _anchorFile;
    private readonly Dictionary<ulong, BlockId> _anchors = [];

    // Asking the file system costs a call for each of a hundred thousand notes.
    private readonly ulong[] _sizes;

    /// <summary>Opens or makes the copy beside the wallet at <paramref name="walletPath"/>.</summary>
    internal PoolCopy(string walletPath)
    {
        _notes = [Open(walletPath + ".ring"), Open(walletPath + ".shielded")];
        _sizes = [.. _notes.Select(file => (ulong)(file.Length / NoteSizeBytes))];
        _anchorFile = Open(walletPath + ".anchors");
        byte[] record = new byte[AnchorSizeBytes];
        while (_anchorFile.ReadAtLeast(record, AnchorSizeBytes, throwOnEndOfStream: false) == AnchorSizeBytes)
        {
            ulong height = BinaryPrimitives.ReadUInt64LittleEndian(record);
            _anchors[height] = new BlockId(new Hash256(record.AsSpan(8)));
            NewestAnchor = Math.Max(NewestAnchor, height);
        }
    }

    /// <summary>The height of the newest anchor that is known; zero before the first.</summary>
    internal ulong NewestAnchor { get; private set; }

    /// <summary>Whether any anchor is known.</summary>
    internal bool HasAnchor => _anchors.Count > 0;

    /// <summary>The number of notes of a tier.</summary>
    internal ulong Size(PrivateTier tier) => _sizes[Place(tier)];

    /// <summary>Cuts the copy to what the wallet counted; false if it holds less, so that everything is read again.</summary>
    internal bool Keep(ulong ring, ulong shielded)
    {
        bool isWhole = Size(PrivateTier.Ring) >= ring && Size(PrivateTier.Shielded) >= shielded;
        (_sizes[0], _sizes[1]) = isWhole ? (ring, shielded) : (0, 0);
        for (int place = 0; place < _notes.Length; place++)
        {
            _notes[place].SetLength((long)_sizes[place] * NoteSizeBytes);
        }

        return isWhole;
    }

    /// <summary>Forgets the anchors from a height on.</summary>
    internal void KeepAnchors(ulong below)
    {
        PoolAnchor[] kept = [.. _anchors.Where(anchor => anchor.Key < below).OrderBy(anchor => anchor.Key).Select(anchor => new PoolAnchor(anchor.Key, 0, anchor.Value))];
        _anchors.Clear();
        _anchorFile.SetLength(0);
        NewestAnchor = 0;
        foreach (PoolAnchor anchor in kept)
        {
            Append(anchor);
        }

        _anchorFile.Flush(flushToDisk: true);
    }

    /// <summary>Adds the next note of a tier.</summary>
    internal void Append(PrivateTier tier, in PoolNote note, Timestamp time)
    {
        Span<byte> record = stackalloc byte[NoteSizeBytes];
        note.Key.CopyTo(record);
        note.Commitment.CopyTo(record[32..]);
        BinaryPrimitives.WriteUInt64LittleEndian(record[64..], note.Height);
        BinaryPrimitives.WriteInt64LittleEndian(record[72..], time.UnixMicroseconds);
        FileStream file = _notes[Place(tier)];
        long end = (long)Size(tier) * NoteSizeBytes;
        if (file.Position != end)
        {
            // Setting it writes out what is buffered.
            file.Position = end;
        }

        file.Write(record);
        _sizes[Place(tier)]++;
    }

    /// <summary>Adds an anchor above all that are known.</summary>
    internal void Append(in PoolAnchor anchor)
    {
        if (!_anchors.TryAdd(anchor.Height, anchor.Block))
        {
            return;
        }

        NewestAnchor = Math.Max(NewestAnchor, anchor.Height);
        Span<byte> record = stackalloc byte[AnchorSizeBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(record, anchor.Height);
        anchor.Block.Value.CopyTo(record[8..]);
        _anchorFile.Position = _anchorFile.Length / AnchorSizeBytes * AnchorSizeBytes;
        _anchorFile.Write(record);
    }

    /// <summary>Note <paramref name="index"/> of a tier, which is below its size.</summary>
    internal PoolNote Note(PrivateTier tier, ulong index) => Read(tier, index).Note;

    /// <summary>When the block of a note was made.</summary>
    internal Timestamp TimeOf(PrivateTier tier, ulong index) => Read(tier, index).Time;

    /// <summary>The id of the anchor at a height; null when it is not known.</summary>
    internal BlockId? Anchor(ulong height) => _anchors.TryGetValue(height, out BlockId id) ? id : null;

    /// <summary>The number of a tier's notes that blocks up to <paramref name="height"/> made.</summary>
    internal ulong SizeAt(PrivateTier tier, ulong height)
    {
        (ulong low, ulong high) = (0, Size(tier));
        while (low < high)
        {
            ulong middle = low + ((high - low) / 2);
            (low, high) = Note(tier, middle).Height <= height ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The mean time between two blocks since the block of one of the newest notes, in seconds; one before there is anything to measure.</summary>
    /// <param name="height">The height of the newest block.</param>
    /// <param name="time">Its time.</param>
    internal double SecondsPerBlock(ulong height, Timestamp time)
    {
        PrivateTier tier = Size(PrivateTier.Shielded) > Size(PrivateTier.Ring) ? PrivateTier.Shielded : PrivateTier.Ring;
        if (Size(tier) == 0)
        {
            return 1;
        }

        (PoolNote note, Timestamp earlier) = Read(tier, Size(tier) - Math.Min(Size(tier), MeasuredNotes));
        double seconds = (time.UnixMicroseconds - earlier.UnixMicroseconds) / 1e6;
        return height > note.Height && seconds > 0 ? seconds / (height - note.Height) : 1;
    }

    /// <summary>The payments a second of a tier until now, each of two notes: over its newest notes, or the last hour if those are older.</summary>
    internal double PaymentsPerSecond(PrivateTier tier, Timestamp now)
    {
        long hour = 3_600 * Timestamp.PerSecond;
        ulong most = Math.Min(Size(tier), MeasuredNotes);
        for (ulong counted = 0; counted < most; counted++)
        {
            if (now.UnixMicroseconds - TimeOf(tier, Size(tier) - 1 - counted).UnixMicroseconds > hour)
            {
                return counted / 2.0 / (hour / 1e6);
            }
        }

        // All of them came within the hour; where there are no more, the hour counts.
        long sinceUs = most < MeasuredNotes ? hour : now.UnixMicroseconds - TimeOf(tier, Size(tier) - most).UnixMicroseconds;
        return most / 2.0 / Math.Max(sinceUs / 1e6, 1);
    }

    /// <summary>Everything is on disk when it returns.</summary>
    internal void Flush()
    {
        foreach (FileStream file in _notes.Append(_anchorFile))
        {
            file.Flush(flushToDisk: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FileStream file in _notes.Append(_anchorFile))
        {
            file.Dispose();
        }
    }

    private static FileStream Open(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static int Place(PrivateTier tier) => tier == PrivateTier.Ring ? 0 : 1;

    private (PoolNote Note, Timestamp Time) Read(PrivateTier tier, ulong index)
    {
        Invariant.Require(index < Size(tier));
        Span<byte> record = stackalloc byte[NoteSizeBytes];
        FileStream file = _notes[Place(tier)];
        file.Position = (long)index * NoteSizeBytes;
        file.ReadExactly(record);
        PoolNote note = new(new Hash256(record[..32]), new Hash256(record[32..64]), BinaryPrimitives.ReadUInt64LittleEndian(record[64..]));
        return (note, new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(record[72..])));
    }
}
