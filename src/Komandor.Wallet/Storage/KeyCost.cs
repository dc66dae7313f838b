namespace Komandor.Wallet.Storage;

/// <summary>What one guess of a wallet's passphrase costs: the parameters of Argon2id.</summary>
/// <param name="Passes">Passes over the memory, 1 to 64.</param>
/// <param name="MemoryBytes">Memory, 8 KiB to 4 GiB.</param>
public sealed record KeyCost(int Passes, long MemoryBytes)
{
    private const int MaximumPasses = 64;
    private const long MinimumMemoryBytes = 8L * 1024;
    private const long MaximumMemoryBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>256 MiB and three passes: about a second.</summary>
    public static KeyCost Default { get; } = new(3, 256L * 1024 * 1024);

    /// <summary>Whether a wallet may ask for this (W16).</summary>
    internal bool IsAcceptable => Passes is >= 1 and <= MaximumPasses && MemoryBytes is >= MinimumMemoryBytes and <= MaximumMemoryBytes;
}
