using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Komandor.Wallet.Storage;

/// <summary>Files on a disk.</summary>
internal sealed partial class DiskFiles : IFileLayer
{
    private const int MaximumSizeBytes = 256 * 1024 * 1024;

    /// <summary>The one instance; it has no state.</summary>
    internal static DiskFiles Instance { get; } = new();

    /// <inheritdoc/>
    public byte[]? TryRead(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            return null;
        }

        return file.Length <= MaximumSizeBytes
            ? File.ReadAllBytes(path)
            : throw new WalletException(WalletFault.Damaged, $"{path} is no wallet: it is larger than any.");
    }

    /// <inheritdoc/>
    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        // Deleted first, because the mode applies to a file that is made.
        File.Delete(path);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream stream = new(path, options);
        stream.Write(bytes);
    }

    /// <inheritdoc/>
    public void Sync(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <inheritdoc/>
    public void SyncFolder(string path)
    {
        // Windows has no such call; there, a rename is kept by the file system's own journal.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int folder = Open(Path.GetDirectoryName(Path.GetFullPath(path))!, 0);
        bool synchronized = folder >= 0 && Synchronize(folder) == 0;
        if (folder >= 0)
        {
            _ = Close(folder);
        }

        if (!synchronized)
        {
            throw new IOException($"The folder of {path} could not be written to disk.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronize(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);
}
