using Komandor.Cryptography.Tests.MoneroCompat;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>Transactions of one input, two outputs and rings of 16 for a real monerod, and what its process takes to verify them into its pool.</summary>
internal sealed class MoneroWork : IDisposable
{
    // An output may be spent 60 blocks after it was mined.
    private const int LockBlocks = 60;

    private readonly MoneroPeer _peer = new();
    private readonly List<byte[]> _made = [];

    /// <summary>Whether the programs are there.</summary>
    internal static bool IsInstalled => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "monerod")))
        && Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "monero-wallet-rpc")));

    /// <summary>The mean size of the transactions in bytes.</summary>
    internal double SizeBytes => _made.Average(one => one.Length);

    /// <summary>Starts the daemon and its wallet, and makes so many transactions.</summary>
    internal void Prepare(int count) => PrepareAsync(count).GetAwaiter().GetResult();

    /// <summary>Hands in the transactions from one index on; returns processor seconds of the daemon for each.</summary>
    internal double Measure(int start, int count) => MeasureAsync(start, count).GetAwaiter().GetResult();

    /// <summary>Mines blocks until its pool is empty; returns processor seconds of the daemon for each of so many transactions.</summary>
    internal double MineAll(int count)
    {
        double cpu = _peer.DaemonCpuSeconds();
        for (int block = 0; block < 100 && _peer.PoolSizeAsync(CancellationToken.None).GetAwaiter().GetResult() > 0; block++)
        {
            _peer.MineAsync(1, CancellationToken.None).GetAwaiter().GetResult();
        }

        return (_peer.DaemonCpuSeconds() - cpu) / count;
    }

    /// <inheritdoc/>
    public void Dispose() => _peer.Dispose();

    private async Task PrepareAsync(int count)
    {
        await _peer.StartAsync(count + LockBlocks + 20, CancellationToken.None);
        string[] images = await _peer.SpendableImagesAsync(CancellationToken.None);
        Invariant.Require(images.Length >= count);
        foreach (string image in images[..count])
        {
            _made.Add(await _peer.MakeSweepAsync(2, image, CancellationToken.None));
        }
    }

    private async Task<double> MeasureAsync(int start, int count)
    {
        double cpu = _peer.DaemonCpuSeconds();
        foreach (byte[] transaction in _made.GetRange(start, count))
        {
            await _peer.SendAsync(transaction, CancellationToken.None);
        }

        return (_peer.DaemonCpuSeconds() - cpu) / count;
    }
}
