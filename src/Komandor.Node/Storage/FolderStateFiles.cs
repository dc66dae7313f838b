using System.Runtime.InteropServices;
using Komandor.State;

namespace Komandor.Node.Storage;

/// <summary>The files of the state in a folder of the disk.</summary>
public sealed partial class FolderStateFiles : IStateFiles
{
    private const int OpenForReading = 0;

    private readonly string _folder;

    /// <summary>The files in <paramref name="folder"/>, which is made when it is not there.</summary>
    public FolderStateFiles(string folder)
    {
        _folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(_folder);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path))];

    /// <inheritdoc/>
    public IStateFile Open(string name) => new FolderStateFile(Path.Combine(_folder, name));

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(Path.Combine(_folder, name));

    /// <inheritdoc/>
    public void SyncNames()
    {
        // .NET opens no folders. Windows writes names with the files.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int folder = open(_folder, OpenForReading);
        int result = folder < 0 ? -1 : fsync(folder);
        int error = Marshal.GetLastPInvokeError();
        if (folder >= 0)
        {
            _ = close(folder);
        }

        if (result != 0)
        {
            throw new IOException($"The folder {_folder} cannot be synced: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);
}
