using System.Diagnostics;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Client;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>Hands ring payments to one of four real processes and waits until the blocks that hold them are final; counts the processor time of that process.</summary>
internal sealed class RingNetwork : IDisposable
{
    private const int Outstanding = 256;
    private const int IdleMs = 5_000;

    private readonly NetworkProcesses _network;
    private readonly NodeClient _client;
    private double _idleCpuPerSecond;

    /// <summary>Payments to the first member of a network that runs.</summary>
    internal RingNetwork(NetworkProcesses network)
    {
        _network = network;
        _client = new NodeClient(new NodeClientOptions(network.Endpoints[0]) { RequestTimeoutMs = 60_000 });
    }

    /// <summary>Processor seconds a transaction of the process that took it in, and of all four, without what they take while nothing happens.</summary>
    internal (double One, double All, double Idle) Measure(IReadOnlyList<Transaction> payments) => MeasureAsync(payments).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<(double One, double All, double Idle)> MeasureAsync(IReadOnlyList<Transaction> payments)
    {
        double all = _network.CpuSeconds();
        double one = _network.CpuSeconds(1);
        await Task.Delay(IdleMs);
        _idleCpuPerSecond = (_network.CpuSeconds(1) - one) * 1e3 / IdleMs;
        double idleOfAll = (_network.CpuSeconds() - all) * 1e3 / IdleMs;

        (all, one) = (_network.CpuSeconds(), _network.CpuSeconds(1));
        long start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(payments, new ParallelOptions { MaxDegreeOfParallelism = Outstanding }, async (payment, cancelled) =>
            await _client.CallAsync(ApiCatalogue.TransactionSubmit, new SubmitRequest(Convert.ToHexStringLower(payment.Encoded.Span)), cancelled));
        foreach (Transaction payment in payments.Reverse())
        {
            // The last ones are waited for; by then the others are final, and asking costs little.
            TransactionDetails details;
            do
            {
                details = await _client.CallAsync(
                    ApiCatalogue.TransactionGet, new TransactionQuery(payment.Id.ToString(), 30_000), CancellationToken.None);
            }
            while (details.State == TransactionState.Pending);

            Invariant.Require(details.State == TransactionState.Final);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (
            (_network.CpuSeconds(1) - one - (_idleCpuPerSecond * seconds)) / payments.Count,
            (_network.CpuSeconds() - all - (idleOfAll * seconds)) / payments.Count,
            _idleCpuPerSecond);
    }
}
