using System.Collections.Concurrent;
using System.Diagnostics;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Client;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>Four processes on loopback: finality at a modest load, and the most that back-pressure lets through.</summary>
/// <remarks>The payments are signed beforehand, each by its own key over a coin of the genesis. The generator shares the machine with the members.</remarks>
internal sealed class NetworkBenchmark : IBenchmark
{
    private const int OfferedPerSecond = 200;
    private const int WarmUpSeconds = 5;
    private const int OfferedSeconds = 20;
    private const int FloodSeconds = 15;
    private const int Outstanding = 512;
    private const int PaymentCount = ((WarmUpSeconds + OfferedSeconds) * OfferedPerSecond) + (FloodSeconds * 1_500);

    private int _next;
    private string[] _ids = [];
    private string[] _encoded = [];
    private NodeClient[] _clients = [];

    /// <inheritdoc/>
    public string Name => "network";

    /// <inheritdoc/>
    public string Summary => "four processes: finality at 200 payments a second, and the most that they take";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log) => RunAsync(log).GetAwaiter().GetResult();

    private async Task<IReadOnlyList<Figure>> RunAsync(TextWriter log)
    {
        string executable = Path.GetFullPath("artifacts/komandor/komandor");
        if (!File.Exists(executable))
        {
            throw new InvalidOperationException($"There is no {executable}: run this through ./dev bench network.");
        }

        log.WriteLine("Making payments...");
        using NetworkProcesses network = new();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using Payments payments = new(network.MakeIdentities(), PaymentCount, now.AddMinutes(-1));
        Sign(payments, Timestamp.From(now));
        log.WriteLine("Starting the network...");
        network.Start(payments.GenesisJson, executable);
        _clients = [.. network.Endpoints.Select(endpoint => new NodeClient(new NodeClientOptions(endpoint) { RequestTimeoutMs = 60_000 }))];
        try
        {
            int[] warm = await OfferAsync(WarmUpSeconds);
            log.WriteLine($"Warm: finality p50 {Percentile(warm, 50)} ms, p99 {Percentile(warm, 99)} ms.");
            log.WriteLine($"Offering {OfferedPerSecond} payments a second...");
            double cpu = network.CpuSeconds();
            int[] finality = await OfferAsync(OfferedSeconds);
            double offeredCpu = network.CpuSeconds() - cpu;
            NetworkStatus[] nodes = await Task.WhenAll(_clients.Select(client =>
                client.CallAsync(ApiCatalogue.NetworkStatus, new NoParameters(), CancellationToken.None)));
            log.WriteLine($"Finality p50 {Percentile(finality, 50)} ms, p99 {Percentile(finality, 99)} ms. As many as they take...");
            cpu = network.CpuSeconds();
            (int[] flood, double seconds) = await FloodAsync();
            double floodCpu = network.CpuSeconds() - cpu;
            return
            [
                new Figure("finality p50 at 200 tx/s, client", Percentile(finality, 50), "ms"),
                new Figure("finality p99 at 200 tx/s, client", Percentile(finality, 99), "ms"),
                new Figure("finality p50 at 200 tx/s, mean of nodes", nodes.Average(node => node.FinalityMsP50 ?? 0), "ms"),
                new Figure("finality p99 at 200 tx/s, worst of nodes", nodes.Max(node => node.FinalityMsP99 ?? 0), "ms"),
                new Figure("cpu-seconds a 1 000 tx at 200 tx/s", offeredCpu * 1_000 / finality.Length, "cpu-s"),
                new Figure("end-to-end tx at full load", flood.Length / seconds, "tx/s"),
                new Figure("finality p50 at full load, client", Percentile(flood, 50), "ms"),
                new Figure("finality p99 at full load, client", Percentile(flood, 99), "ms"),
                new Figure("cpu-seconds a 1 000 tx at full load", floodCpu * 1_000 / flood.Length, "cpu-s"),
            ];
        }
        finally
        {
            Array.ForEach(_clients, client => client.Dispose());
        }
    }

    private void Sign(Payments payments, Timestamp now)
    {
        _ids = new string[payments.Count];
        _encoded = new string[payments.Count];
        Parallel.For(0, payments.Count, index =>
        {
            Transaction payment = payments.Make(index, now);
            _ids[index] = payment.Id.ToString();
            _encoded[index] = Convert.ToHexStringLower(payment.Encoded.Span);
        });
    }

    // An open loop: a payment is handed in when its time has come, whatever became of those before.
    private async Task<int[]> OfferAsync(int seconds)
    {
        int count = seconds * OfferedPerSecond;
        Task<int>[] paying = new Task<int>[count];
        long start = Stopwatch.GetTimestamp();
        for (int index = 0; index < count; index++)
        {
            TimeSpan early = TimeSpan.FromSeconds((double)index / OfferedPerSecond) - Stopwatch.GetElapsedTime(start);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early);
            }

            paying[index] = PayAsync(_next++);
        }

        return await Task.WhenAll(paying);
    }

    // A closed loop: so many are under way, and a node that is busy says when to come again.
    private async Task<(int[] FinalityMs, double Seconds)> FloodAsync()
    {
        ConcurrentBag<int> finality = [];
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Outstanding).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < FloodSeconds)
            {
                int index = Interlocked.Increment(ref _next) - 1;
                if (index >= _encoded.Length)
                {
                    return;
                }

                finality.Add(await PayAsync(index));
            }
        })));
        return ([.. finality], Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private async Task<int> PayAsync(int index)
    {
        NodeClient client = _clients[index % _clients.Length];
        long start = Stopwatch.GetTimestamp();
        await client.CallAsync(ApiCatalogue.TransactionSubmit, new SubmitRequest(_encoded[index]), CancellationToken.None);
        TransactionState state = TransactionState.Pending;
        while (state == TransactionState.Pending)
        {
            TransactionDetails details = await client.CallAsync(
                ApiCatalogue.TransactionGet, new TransactionQuery(_ids[index], 30_000), CancellationToken.None);
            state = details.State;
        }

        Invariant.Require(state == TransactionState.Final);
        return (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static int Percentile(int[] values, int percent)
    {
        Array.Sort(values);
        return values[Math.Min(values.Length - 1, values.Length * percent / 100)];
    }
}
