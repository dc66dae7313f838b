using Komandor.State;
using Microsoft.Win32.SafeHandles;

namespace Komandor.Node.Storage;

/// <summary>A file of <see cref="FolderStateFiles"/>. What was written long enough ago is read through a mapping of the file, the rest by calls.</summary>
internal sealed class FolderStateFile : IStateFile
{
    // A mapping is made anew when the file has grown by half of it, within these bounds: a call for each read costs more than a few mappings.
    private const long LeastStepSizeBytes = 256 << 10;
    private const long MostStepSizeBytes = 2 << 20;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly Lock _gate = new();
    private long _sizeBytes;
    private volatile FileMapping? _mapping;

    /// <summary>Opens or makes the file.</summary>
    internal FolderStateFile(string path)
    {
        _path = path;
        _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _sizeBytes = RandomAccess.GetLength(_handle);
    }

    /// <inheritdoc/>
    public long SizeBytes => Volatile.Read(ref _sizeBytes);

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination)
    {
        long sizeBytes = SizeBytes;
        int count = (int)Math.Clamp(sizeBytes - offset, 0, destination.Length);
        FileMapping? mapping = _mapping;
        if (mapping is null || offset + count > mapping.SizeBytes)
        {
            long mapped = mapping?.SizeBytes ?? 0;
            mapping = sizeBytes - mapped >= Math.Clamp(mapped / 2, LeastStepSizeBytes, MostStepSizeBytes) ? Map(offset + count) : null;
        }

        return mapping is not null && mapping.TryRead(offset, destination[..count]) ? count : ReadByCall(offset, destination[..count]);
    }

    /// <inheritdoc/>
    public void Fetch(long offset, int sizeBytes) => _mapping?.Fetch(offset, sizeBytes);

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, _sizeBytes);
        }
        catch (IOException exception)
        {
            throw new IOException($"The state's file {_path} cannot be written: {exception.Message}", exception);
        }

        Volatile.Write(ref _sizeBytes, _sizeBytes + bytes.Length);
    }

    /// <inheritdoc/>
    public void Sync()
    {
        // A file that was dropped meanwhile needs no sync.
        bool isHeld = false;
        try
        {
            _handle.DangerousAddRef(ref isHeld);
            RandomAccess.FlushToDisk(_handle);
        }
        catch (ObjectDisposedException)
        {
            return;
        }
        finally
        {
            if (isHeld)
            {
                _handle.DangerousRelease();
            }
        }
    }

    /// <inheritdoc/>
    public void Truncate(long sizeBytes)
    {
        _mapping?.Dispose();
        _mapping = null;
        RandomAccess.SetLength(_handle, sizeBytes);
        RandomAccess.FlushToDisk(_handle);
        Volatile.Write(ref _sizeBytes, sizeBytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _mapping?.Dispose();
            _handle.Dispose();
        }
    }

    private int ReadByCall(long offset, Span<byte> destination)
    {
        try
        {
            int count = 0;
            while (count < destination.Length && RandomAccess.Read(_handle, destination[count..], offset + count) is > 0 and int read)
            {
                count += read;
            }

            return count;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    private FileMapping? Map(long needed)
    {
        lock (_gate)
        {
            if (_handle.IsClosed)
            {
                return null;
            }

            if (_mapping is null || _mapping.SizeBytes < needed)
            {
                FileMapping? old = _mapping;
                _mapping = new FileMapping(_handle, SizeBytes);
                old?.Dispose();
            }

            return _mapping;
        }
    }
}
