namespace Komandor.Wallet.Storage;

/// <summary>Keeps a second process out of a wallet. The system releases it when the process ends, however it ends.</summary>
/// <remarks>A file of its own beside the wallet's, because replacing that would replace what is locked. It stays when released: deleting it would
/// let two processes hold locks on two files of one name.</remarks>
internal sealed class WalletLock : IDisposable
{
    private readonly FileStream _file;

    private WalletLock(FileStream file) => _file = file;

    /// <summary>Locks the wallet at <paramref name="path"/>.</summary>
    /// <exception cref="WalletException">Another process holds it (<see cref="WalletFault.Locked"/>).</exception>
    internal static WalletLock Acquire(string path)
    {
        string name = path + ".lock";
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new WalletLock(new FileStream(name, options));
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new WalletException(WalletFault.NotFound, $"The folder of {path} does not exist. Make it, or name another.", missing);
        }
        catch (IOException held)
        {
            throw new WalletException(
                WalletFault.Locked, $"The wallet {path} is open in another process, such as its own pages (`komandor wallet serve`). Use those, or end them with Ctrl-C and run this again.", held);
        }
    }

    /// <summary>Lets others in.</summary>
    public void Dispose() => _file.Dispose();
}
