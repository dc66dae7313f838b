using Komandor.Api.Messages;

namespace Komandor.Node.Api;

/// <summary>The method of the network.</summary>
internal static class NetworkMethod
{
    internal static NetworkStatus Status(NodeApiParts parts)
    {
        NodeSnapshot snapshot = parts.Observer.Snapshot();
        Readiness readiness = parts.Readiness.Current();
        (int? p50, int? p99) = parts.Statistics.FinalityMs();
        return new NetworkStatus(
            snapshot.Self, snapshot.Members, snapshot.LatestRound, snapshot.DecidedRound, snapshot.Height,
            parts.Statistics.TransactionsPerSecond(), p50, p99, snapshot.Waiting, readiness.IsReady,
            readiness.IsReady ? null : $"{readiness.Reason}: {readiness.Message}", readiness.Progress,
            parts.Statistics.EventsPerSecond(snapshot.Events), parts.DatabaseSizeBytes())
        {
            History = snapshot.History,
        };
    }
}
