using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

public sealed class OrderProperties
{
    private const int Histories = 20;

    [Fact]
    public void Add_AnyOrderOfArrival_DecidesTheSameRounds()
    {
        for (int seed = 500; seed < 500 + Histories; seed++)
        {
            RandomGraph history = new(seed, 200);
            List<ConsensusRound> expected = Agreement.Run(Graph(history), history.Events);
            SignedEvent[] shuffled = [.. history.Events];
            new Random(seed).Shuffle(shuffled);
            Hashgraph graph = Graph(history);
            List<ConsensusRound> rounds = Agreement.Run(graph, shuffled);
            Assert.Equal(expected.Count, rounds.Count);
            Assert.All(expected.Zip(rounds), pair => Assert.Equal(pair.First.Events, pair.Second.Events, Same));
            Assert.All(expected.Zip(rounds), pair => Assert.Equal(pair.First.Judges, pair.Second.Judges));
            Assert.Equal((0, 0), (graph.OrphanCount, graph.FutureCount));
        }
    }

    [Fact]
    public void Add_AnyHistory_TimesRiseAndAncestorsComeFirst()
    {
        for (int seed = 600; seed < 600 + Histories; seed++)
        {
            RandomGraph history = new(seed, 200);
            HashSet<EventId> ordered = [];
            Timestamp last = default;
            foreach (ConsensusRound round in Agreement.Run(Graph(history), history.Permuted(seed)))
            {
                foreach (OrderedEvent one in round.Events)
                {
                    Assert.True(one.ConsensusTime > last);
                    last = one.ConsensusTime;
                    Assert.True(ordered.Add(one.Signed.Id));
                    IEnumerable<ParentReference> parents = one.Signed.Body.OtherParents.Where(parent => parent.BirthRound >= round.AncientBefore);
                    Assert.All(parents, parent => Assert.Contains(parent.Id, ordered));
                }

                Assert.Equal((ulong)ordered.Count, round.Snapshot.OrderedEvents);
            }
        }
    }

    private static Hashgraph Graph(RandomGraph history) => new(history.Settings, history.Schedule, ConsensusSnapshot.Genesis);

    private static bool Same(OrderedEvent left, OrderedEvent right) => left.Signed.Id == right.Signed.Id && left.ConsensusTime == right.ConsensusTime;
}
