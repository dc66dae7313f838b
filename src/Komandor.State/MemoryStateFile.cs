namespace Komandor.State;

/// <summary>A file of <see cref="MemoryStateFiles"/>. Closing it does nothing, since a crashed process does not close either.</summary>
internal sealed class MemoryStateFile(MemoryStateFiles files) : IStateFile
{
    private readonly Lock _gate = new();
    private byte[] _bytes = new byte[256];
    private int _count;
    private int _synced;

    /// <summary>Whether the file's name survives a power loss.</summary>
    internal bool IsNamed { get; set; }

    /// <inheritdoc/>
    public long SizeBytes
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination)
    {
        lock (_gate)
        {
            int count = (int)Math.Clamp(_count - offset, 0, destination.Length);
            _bytes.AsSpan((int)Math.Min(offset, _count), count).CopyTo(destination);
            return count;
        }
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        files.BeforeChange?.Invoke();
        lock (_gate)
        {
            if (_count + bytes.Length > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(_count + bytes.Length, 2 * _bytes.Length));
            }

            bytes.CopyTo(_bytes.AsSpan(_count));
            _count += bytes.Length;
        }
    }

    /// <inheritdoc/>
    public void Sync()
    {
        files.BeforeChange?.Invoke();
        lock (_gate)
        {
            _synced = _count;
            IsNamed = true;
        }
    }

    /// <inheritdoc/>
    public void Truncate(long sizeBytes)
    {
        files.BeforeChange?.Invoke();
        lock (_gate)
        {
            _count = (int)sizeBytes;
            _synced = Math.Min(_synced, _count);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // See the summary.
    }

    /// <summary>Loses what was not synced, or some of it.</summary>
    /// <returns>How many bytes are left.</returns>
    internal long Crash(Func<long, long> keep)
    {
        lock (_gate)
        {
            _count = _synced + (int)(_count == _synced ? 0 : keep(_count - _synced));
            _synced = _count;
            return _count;
        }
    }

    /// <summary>Changes a bit.</summary>
    internal void Flip(long bit)
    {
        lock (_gate)
        {
            _bytes[bit >> 3] ^= (byte)(1 << (int)(bit & 7));
        }
    }
}
