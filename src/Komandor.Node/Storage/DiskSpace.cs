namespace Komandor.Node.Storage;

/// <summary>How much of the disk is free. The node takes no new work below a limit, so that what it has accepted can still be written.</summary>
public sealed class DiskSpace
{
    private const long CacheMs = 1000;

    private readonly Func<long> _free;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _readAt;
    private long _freeSizeBytes;

    /// <summary>Watches the disk of <paramref name="folder"/>.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="lowWaterSizeBytes">Below this much free space, in bytes, the disk is low.</param>
    /// <param name="time">The clock of the readings, one a second.</param>
    public DiskSpace(string folder, long lowWaterSizeBytes, TimeProvider time)
        : this(() => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace, lowWaterSizeBytes, time)
    {
    }

    internal DiskSpace(Func<long> free, long lowWaterSizeBytes, TimeProvider time)
    {
        _free = free;
        _time = time;
        LowWaterSizeBytes = lowWaterSizeBytes;
        _freeSizeBytes = free();
        _readAt = time.GetTimestamp();
    }

    /// <summary>The limit in bytes.</summary>
    public long LowWaterSizeBytes { get; }

    /// <summary>Free bytes, at most a second old.</summary>
    public long FreeSizeBytes
    {
        get
        {
            lock (_gate)
            {
                if (_time.GetElapsedTime(_readAt).TotalMilliseconds >= CacheMs)
                {
                    _freeSizeBytes = _free();
                    _readAt = _time.GetTimestamp();
                }

                return _freeSizeBytes;
            }
        }
    }

    /// <summary>Whether there is less than the limit.</summary>
    public bool IsLow => FreeSizeBytes < LowWaterSizeBytes;
}
