using System.Diagnostics;
using System.Globalization;
using System.Text;
using Komandor.Ledger.Private;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Benchmarks;

/// <summary>A wallet with 10 000 notes of 100 000 in the pool: what a person waits for.</summary>
/// <remarks>docs/performance.md. The node answers at once, and guessing the passphrase costs next to nothing, so what is measured is the wallet's own.</remarks>
internal sealed class WalletBenchmark : IBenchmark
{
    private const int Repetitions = 5;
    private const string Prefix = "kmdt";

    private static readonly byte[] _passphrase = Encoding.UTF8.GetBytes("bench");

    private readonly List<Figure> _figures = [];
    private TextWriter _log = TextWriter.Null;

    /// <inheritdoc/>
    public string Name => "wallet";

    /// <inheritdoc/>
    public string Summary => "a private wallet with 10 000 notes of 100 000: sync, file, balance, choosing, paying";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        _log = log;
        foreach (PrivateTier tier in new[] { PrivateTier.Ring, PrivateTier.Shielded })
        {
            MeasureAsync(tier).GetAwaiter().GetResult();
        }

        return _figures;
    }

    private async Task MeasureAsync(PrivateTier tier)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("komandor-wallet-");
        string path = Path.Combine(folder.FullName, "wallet");
        try
        {
            WalletChain chain = Create(path, tier);
            Session session = new(path, chain);
            await TimeAsync($"{tier}: sync of {WalletChain.Pages} pages with {WalletChain.PoolNotes} notes", 1, () => session.ScanAsync());
            session.Dispose();
            await TimeAsync($"{tier}: hash of all notes and anchors, to hold them to a header", 1, () => Follow(path, tier, chain.Info.Height));
            _figures.Add(new Figure($"{tier}: size of the file", new FileInfo(path).Length, "bytes"));

            await TimeAsync($"{tier}: file load", Repetitions, () => Reopen(session));
            await TimeAsync($"{tier}: first sync after opening, nothing new", 1, () => session.ScanAsync());
            await TimeAsync($"{tier}: first balance after opening", 1, () => session.Balance());
            await TimeAsync($"{tier}: balance", Repetitions, () => session.Balance());
            await TimeAsync($"{tier}: choose for a small amount", Repetitions, () => session.QuoteAsync(tier, WalletChain.NoteUnits / 2));
            await TimeAsync($"{tier}: choose for ten notes' worth", Repetitions, () => session.QuoteAsync(tier, 10 * WalletChain.NoteUnits));
            await TimeAsync($"{tier}: file save", Repetitions, () => session.Save());
            await TimeAsync($"{tier}: pay: choose, build, save, hand in", Repetitions, () => session.PayAsync(tier));
            chain.AddPage();
            await TimeAsync($"{tier}: sync of one page more", 1, () => session.ScanAsync());
            session.Dispose();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private WalletChain Create(string path, PrivateTier tier)
    {
        string words = string.Join(' ', Enumerable.Repeat("abandon", 23).Append("art"));
        Mnemonic.TryParse(words, out Mnemonic? mnemonic, out _);
        using WalletFile file = WalletFile.Create(path, _passphrase, mnemonic!, new KeyCost(1, 8 * 1024));
        using WalletKeys keys = file.PrivateKeys();
        _log.WriteLine($"Making {WalletChain.PoolNotes} notes of the tier {tier}...");
        WalletChain chain = new(keys.Incoming.AddressAt(Prefix, 0), tier);
        file.Bind(new ChainBinding(chain.Info.ChainId, chain.Info.Network, chain.Info.AddressPrefix, chain.Info.Shard));
        return chain;
    }

    private static Task Follow(string path, PrivateTier tier, ulong height)
    {
        using PoolCopy copy = new(path);
        Primitives.Invariant.Require(default(ProvenPool).Follow(copy, tier, PrivateParameters.Default, height) is { Size: WalletChain.PoolNotes });
        return Task.CompletedTask;
    }

    private static Task Reopen(Session session)
    {
        session.Dispose();
        session.Open();
        return Task.CompletedTask;
    }

    // Processor time is what the figure says; the log adds what the clock on the wall said.
    private async Task TimeAsync(string name, int repetitions, Func<Task> work)
    {
        GC.Collect();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            await work();
        }

        double wallMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds / repetitions;
        double processorMs = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / repetitions;
        _log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {processorMs:F1} ms of a processor, {wallMs:F1} ms on the clock"));
        _figures.Add(new Figure(name, processorMs, "cpu-ms"));
    }

    private sealed class Session : IDisposable
    {
        private readonly string _path;
        private readonly WalletChain _chain;
        private WalletFile _file = null!;
        private PrivateWallet _wallet = null!;

        internal Session(string path, WalletChain chain)
        {
            (_path, _chain) = (path, chain);
            Open();
        }

        internal void Open()
        {
            _file = WalletFile.Open(_path, _passphrase);
            _wallet = new PrivateWallet(_file, _chain, _chain, TimeProvider.System);
        }

        internal Task<ScanProgress> ScanAsync() => _wallet.ScanAsync(_chain.Info, null, CancellationToken.None);

        internal Task Balance()
        {
            _wallet.Balance();
            return Task.CompletedTask;
        }

        internal Task<PrivateQuote> QuoteAsync(PrivateTier tier, ulong units) => _wallet.QuoteAsync(
            _chain.Info,
            new PrivateRequest(
                _wallet.Address(_chain.Info, fresh: false), units, "a memo", tier == PrivateTier.Ring ? PaymentSource.Ring : PaymentSource.Shielded),
            CancellationToken.None);

        internal async Task PayAsync(PrivateTier tier) =>
            await _wallet.SendAsync(_chain.Info, await QuoteAsync(tier, WalletChain.NoteUnits / 2), CancellationToken.None);

        internal Task Save()
        {
            _file.PutPrivate(static state => state);
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _wallet.Dispose();
            _file.Dispose();
        }
    }
}
