using Komandor.Ledger;
using Komandor.Node.Runtime;
using Komandor.Node.Tests.Api;
using Komandor.Primitives;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;

namespace Komandor.Node.Tests.Runtime;

public sealed class HistoryReaderTests
{
    private readonly List<ulong> _asked = [];

    [Fact]
    public async Task Fetch_OfOneBlockByMany_AsksOnceAndServesAll()
    {
        HistoryReader reader = Reader();
        Task<HistoryLost?>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => reader.FetchAsync(7, TestContext.Current.CancellationToken))];
        Task<HistoryLost?> other = reader.FetchAsync(9, TestContext.Current.CancellationToken);
        Assert.Equal([7UL, 9UL], _asked);
        Assert.Null(reader.Find(7));
        reader.Take(Found(0, 6, 2));
        Assert.All(await Task.WhenAll(waiting), Assert.Null);
        Assert.False(other.IsCompleted);
        Assert.Equal(7UL, reader.Find(7)!.Header.Height);
        Assert.Null(await reader.FetchAsync(6, TestContext.Current.CancellationToken));
        reader.Miss(new HistoryLost(9, HistoryFault.TooFewPieces, 1, 3));
        Assert.Equal(HistoryFault.TooFewPieces, (await other)!.Fault);
        Assert.Equal([7UL, 9UL], _asked);
    }

    [Fact]
    public async Task Fetch_OfWhatTheArchivistCannotTake_IsBusy()
    {
        HistoryReader reader = new(_ => false);
        Assert.Equal(HistoryFault.Busy, (await reader.FetchAsync(7, TestContext.Current.CancellationToken))!.Fault);
    }

    [Fact]
    public async Task MissAll_EndsEveryWait()
    {
        HistoryReader reader = Reader();
        Task<HistoryLost?> waiting = reader.FetchAsync(7, TestContext.Current.CancellationToken);
        reader.MissAll();
        Assert.Equal(HistoryFault.Busy, (await waiting)!.Fault);
    }

    [Fact]
    public void Take_BeyondItsMemory_ForgetsWhatWasReadLongestAgo()
    {
        HistoryReader reader = Reader();
        for (ulong number = 0; number < 40; number++)
        {
            reader.Take(Found(number, 1 + (number * 2), 2, sizeBytes: 1 << 20));
            Assert.NotNull(reader.Find(1));
        }

        Assert.NotNull(reader.Find(1));
        Assert.Null(reader.Find(3));
        Assert.NotNull(reader.Find(79));
        reader.Take(Found(99, 1_000, 1, sizeBytes: 64 << 20));
        Assert.NotNull(reader.Find(1_000));
        Assert.Null(reader.Find(79));
    }

    private HistoryReader Reader() => new(height =>
    {
        _asked.Add(height);
        return true;
    });

    private static HistoryFound Found(ulong number, ulong first, int count, int sizeBytes = 100)
    {
        using LedgerNode node = new();
        CanonicalWriter writer = new();
        for (ulong height = first; height < first + (ulong)count; height++)
        {
            writer.Bytes(new Block(node.GenesisHeader with { Height = height }, [], []).Encode());
        }

        return new HistoryFound(new Segment(number, first, first + (ulong)count - 1, sizeBytes, 4, default), writer.ToArray());
    }
}
