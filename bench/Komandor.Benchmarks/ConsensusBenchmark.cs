using Komandor.Consensus;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>The hashgraph alone: verified events in, rounds out.</summary>
internal sealed class ConsensusBenchmark : IBenchmark
{
    private const int LongRunEvents = 1_000_000;
    private static readonly MemberId _peer = new(0);

    /// <inheritdoc/>
    public string Name => "consensus";

    /// <inheritdoc/>
    public string Summary => "events ordered by the hashgraph with 4, 32 and 100 members; memory over 1 000 000 events";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log) =>
    [
        .. MeasureSpeed(4, 200_000, log),
        .. MeasureSpeed(32, 200_000, log),
        .. MeasureSpeed(100, 100_000, log),
        .. MeasureMemory(log),
    ];

    private static IEnumerable<Figure> MeasureSpeed(int members, int count, TextWriter log)
    {
        GossipHistory history = new(members);
        Hashgraph maker = new(new ConsensusSettings(), history.Schedule, ConsensusSnapshot.Genesis);
        List<VerifiedEvent> events = [];
        for (int index = 0; index < count; index++)
        {
            events.Add(history.Next(maker.PendingRound));
            maker.Add(events[^1], _peer);
            Drain(maker);
        }

        Hashgraph graph = new(new ConsensusSettings(), history.Schedule, ConsensusSnapshot.Genesis);
        long ordered = 0;
        double seconds = CpuClock.Measure(() =>
        {
            foreach (VerifiedEvent verified in events)
            {
                graph.Add(verified, _peer);
                ordered += Drain(graph);
            }
        });
        log.WriteLine($"{members} members: {ordered} of {count} events ordered in {graph.DecidedRound} rounds");
        yield return new Figure($"events per cpu-second, {members} members", count / seconds, "events/cpu-s");
        yield return new Figure($"events a round, {members} members", count / (double)graph.DecidedRound, "events");
    }

    // Expired after 100 rounds instead of 1 000, so that the window is full long before the first measurement.
    private static IEnumerable<Figure> MeasureMemory(TextWriter log)
    {
        GossipHistory history = new(4);
        Hashgraph graph = new(new ConsensusSettings { ExpiredRounds = 100 }, history.Schedule, ConsensusSnapshot.Genesis);
        double before = 0;
        for (int index = 0; index < LongRunEvents; index++)
        {
            graph.Add(history.Next(graph.PendingRound), _peer);
            Drain(graph);
            if (index == LongRunEvents / 10)
            {
                before = GC.GetTotalMemory(true);
            }
        }

        double after = GC.GetTotalMemory(true);
        log.WriteLine($"{graph.Snapshot.OrderedEvents} events ordered in {graph.DecidedRound} rounds, {graph.EventCount} kept");
        yield return new Figure("managed heap after 100 000 events", before, "bytes");
        yield return new Figure("managed heap after 1 000 000 events", after, "bytes");
        yield return new Figure("events kept of 1 000 000", graph.EventCount, "events");
    }

    private static long Drain(Hashgraph graph)
    {
        long ordered = 0;
        while (graph.TryTakeRound(out ConsensusRound? round))
        {
            ordered += round.Events.Count;
        }

        while (graph.TryTakeInserted(out _))
        {
        }

        while (graph.TryTakeStale(out _))
        {
        }

        return ordered;
    }
}
