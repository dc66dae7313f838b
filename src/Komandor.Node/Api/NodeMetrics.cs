using System.Diagnostics.Metrics;
using Komandor.Api.Messages;
using Komandor.Node.Storage;

namespace Komandor.Node.Api;

/// <summary>What the node counts. The instruments are those of .NET, so that other exporters can read them beside <c>/metrics</c>.</summary>
public sealed class NodeMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Komandor.Node";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _transactions;
    private readonly Histogram<double> _finality;
    private readonly Counter<long> _refused;

    /// <summary>Counts for one node.</summary>
    /// <param name="observer">Where the gauges read.</param>
    /// <param name="disk">The disk.</param>
    public NodeMetrics(INodeObserver observer, DiskSpace disk)
    {
        _transactions = _meter.CreateCounter<long>("komandor_transactions", description: "Transactions by outcome in final blocks, and those that expired.");
        _refused = _meter.CreateCounter<long>("komandor_submissions_refused", description: "Submissions that were refused, by reason.");
        _finality = _meter.CreateHistogram<double>("komandor_finality_seconds", description: "From a transaction's submission here to its certificate.");
        Gauge("komandor_round_latest", "The newest round that has a witness.", () => (double)observer.Snapshot().LatestRound);
        Gauge("komandor_round_decided", "The newest decided round.", () => (double)observer.Snapshot().DecidedRound);
        Gauge("komandor_height", "Height of the newest final block.", () => (double)observer.Snapshot().Height);
        Gauge("komandor_pool_transactions", "Transactions that wait to be ordered.", () => observer.Snapshot().Waiting);
        Gauge("komandor_pool_bytes", "Bytes of the transactions that wait.", () => observer.Snapshot().WaitingSizeBytes);
        Gauge("komandor_peers_connected", "Members with a link, this node included.", () => observer.Snapshot().Members.Count(member => member.Connected));
        Gauge("komandor_ready", "1 when consensus takes part.", () => observer.Snapshot().Readiness.IsReady ? 1 : 0);
        Gauge("komandor_disk_free_bytes", "Free bytes where the data folder lies.", () => disk.FreeSizeBytes);
        Gauge("komandor_memory_bytes", "The process's resident memory.", () => Environment.WorkingSet);
        Gauge("komandor_heap_bytes", "The managed heap.", () => GC.GetTotalMemory(forceFullCollection: false));
        Gauge("komandor_events_held", "Consensus events that wait because their creators make more than an honest member would.", () => observer.Snapshot().HeldEvents);
        Gauge("komandor_history_whole_from", "The lowest block that is kept whole.", () => History(static one => one.WholeFrom));
        Gauge("komandor_history_segments", "Closed segments of history.", () => History(static one => one.Segments));
        Gauge("komandor_history_pieces", "Segments of which the node is known to have its piece.", () => History(static one => one.Pieces));
        Gauge("komandor_history_rebuilding", "Segments that are being rebuilt from pieces.", () => History(static one => (ulong)one.Rebuilding));
        Gauge("komandor_history_blocks_to_fetch", "Blocks that are to be kept whole and are not here yet.", () => History(static one => one.BlocksToFetch));
        double History(Func<HistoryStatus, ulong> read) => observer.Snapshot().History is HistoryStatus history ? read(history) : 0;
        _meter.CreateObservableCounter(
            "komandor_invalid_items",
            () => observer.Snapshot().InvalidItems.Select(one =>
                new Measurement<long>(one.Value, new KeyValuePair<string, object?>("member", one.Key.Value))),
            description: "Items in members' events that had no meaning, by member.");
        _meter.CreateObservableCounter("komandor_events", () => (long)observer.Snapshot().Events, description: "Consensus events.");
        _meter.CreateObservableCounter(
            "komandor_gc_collections",
            () => Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation =>
                new Measurement<long>(GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation))),
            description: "Garbage collections by generation.");
        _meter.CreateObservableCounter("komandor_gc_pause_seconds", () => GC.GetTotalPauseDuration().TotalSeconds, description: "Time in garbage collections.");
    }

    /// <summary>Counts the transactions of a final block.</summary>
    public void CountFinal(int executed, int rejected)
    {
        Count("executed", executed);
        Count("rejected", rejected);
    }

    /// <summary>Counts transactions that expired before they were ordered.</summary>
    public void CountExpired(int transactions) => Count("expired", transactions);

    /// <summary>Counts a refused submission.</summary>
    /// <param name="reason">The fault's name; of a fixed set.</param>
    public void CountRefused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Records how long a transaction took from its submission here to its certificate.</summary>
    public void RecordFinality(TimeSpan finality) => _finality.Record(finality.TotalSeconds);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Count(string outcome, int transactions)
    {
        if (transactions > 0)
        {
            _transactions.Add(transactions, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    private void Gauge(string name, string description, Func<double> read) => _meter.CreateObservableGauge(name, read, description: description);
}
