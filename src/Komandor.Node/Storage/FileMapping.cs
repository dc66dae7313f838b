using System.IO.MemoryMappedFiles;
using Komandor.Primitives;
using Microsoft.Win32.SafeHandles;

namespace Komandor.Node.Storage;

/// <summary>The first bytes of a file, mapped for reading. They must not be cut off while it is there.</summary>
internal sealed unsafe class FileMapping : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafeMemoryMappedViewHandle _handle;
    private readonly byte* _bytes;

    /// <summary>Maps the first <paramref name="sizeBytes"/> of the file, which has them.</summary>
    internal FileMapping(SafeFileHandle file, long sizeBytes)
    {
        SizeBytes = sizeBytes;
        _file = MemoryMappedFile.CreateFromFile(file, null, sizeBytes, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, sizeBytes, MemoryMappedFileAccess.Read);
        _handle = _view.SafeMemoryMappedViewHandle;
        _bytes = (byte*)_handle.DangerousGetHandle() + _view.PointerOffset;
    }

    /// <summary>How many bytes are mapped.</summary>
    internal long SizeBytes { get; }

    /// <summary>Copies bytes that are mapped.</summary>
    /// <returns>Whether the mapping is still there.</returns>
    internal bool TryRead(long offset, Span<byte> destination)
    {
        bool isHeld = false;
        try
        {
            // Safe: while the handle is held the mapping stays, and the bounds are checked.
            _handle.DangerousAddRef(ref isHeld);
            if (offset < 0 || offset + destination.Length > SizeBytes)
            {
                return false;
            }

            new ReadOnlySpan<byte>(_bytes + offset, destination.Length).CopyTo(destination);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            if (isHeld)
            {
                _handle.DangerousRelease();
            }
        }
    }

    /// <summary>Asks the processor for bytes that will be read.</summary>
    internal void Fetch(long offset, int sizeBytes)
    {
        if (offset >= 0 && offset < SizeBytes)
        {
            // Safe: nothing is read, so the mapping may be gone.
            CacheHint.Fetch(_bytes + offset, sizeBytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
