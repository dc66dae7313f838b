using System.Net;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Node.Api;
using Komandor.Node.Storage;
using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Node.Tests.Api;

public sealed class PartsTests
{
    private static readonly TransactionId _id = new(Hash256.Parse(new string('b', 64)));

    private sealed class Clock : TimeProvider
    {
        internal long NowMs { get; set; } = 1_000_000;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => NowMs;
    }

    private sealed class Observer : INodeObserver
    {
        internal NodeSnapshot Value { get; set; } = new(new MemberId(0), [], 9, 8, 7, 3, 900, 50, Readiness.Ready);

        public NodeSnapshot Snapshot() => Value;
    }

    [Fact]
    public async Task Waiters_OfOneAddressBeyondItsLimit_AreRefusedAndOthersAreNot()
    {
        TransactionWaiters waiters = new(10, 1);
        Caller.Address = IPAddress.Parse("10.0.0.1");
        Task first = waiters.BeginAsync(_id, 60_000, TestContext.Current.CancellationToken);
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => waiters.BeginAsync(_id, 1, TestContext.Current.CancellationToken));
        Assert.Equal(ApiErrorCode.Busy, refusal.Code);
        Caller.Address = IPAddress.Parse("10.0.0.2");
        Task other = waiters.BeginAsync(_id, 60_000, TestContext.Current.CancellationToken);
        waiters.Decide(_id);
        await Task.WhenAll(first, other).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Caller.Address = IPAddress.Parse("10.0.0.1");
        await waiters.BeginAsync(_id, 1, TestContext.Current.CancellationToken);
        Assert.Equal(0, waiters.Count);
    }

    [Fact]
    public async Task Waiters_Decided_AreWokenAtOnce()
    {
        TransactionWaiters waiters = new(2);
        Task first = waiters.BeginAsync(_id, 60_000, TestContext.Current.CancellationToken);
        Task second = waiters.BeginAsync(_id, 60_000, TestContext.Current.CancellationToken);
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => waiters.BeginAsync(_id, 1, TestContext.Current.CancellationToken));
        Assert.Equal(ApiErrorCode.Busy, refusal.Code);
        waiters.Decide(_id);
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(0, waiters.Count);
    }

    [Fact]
    public async Task Waiters_TimeOutOrGone_LeaveNoTrace()
    {
        TransactionWaiters waiters = new(2);
        await waiters.BeginAsync(_id, 1, TestContext.Current.CancellationToken);
        using CancellationTokenSource gone = new();
        Task waiting = waiters.BeginAsync(_id, 60_000, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, waiters.Count);
    }

    [Fact]
    public async Task Feed_FollowerThatIsTooSlow_IsDroppedAndTheOthersGoOn()
    {
        FinalBlockFeed feed = new();
        await using IAsyncEnumerator<BlockSummary> slow = feed.FollowAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> first = slow.MoveNextAsync();
        for (ulong height = 0; height < 2000; height++)
        {
            feed.Publish(FakeNodeApi.Summary(height));
        }

        Assert.True(await first);
        int read = 1;
        while (await slow.MoveNextAsync())
        {
            read++;
        }

        Assert.InRange(read, 1024, 1026);
    }

    [Fact]
    public void Disk_BelowTheLimit_IsLowWithinASecond()
    {
        Clock clock = new();
        long free = 100;
        DiskSpace disk = new(() => free, 50, clock);
        Assert.False(disk.IsLow);
        free = 49;
        Assert.False(disk.IsLow);
        clock.NowMs += 1000;
        Assert.True(disk.IsLow);
        free = 51;
        clock.NowMs += 1000;
        Assert.False(disk.IsLow);
    }

    [Fact]
    public void Statistics_WindowAndPercentiles_AreThoseOfTheLast()
    {
        Clock clock = new();
        FinalityStatistics statistics = new(clock);
        Assert.Equal((null, null), statistics.FinalityMs());
        for (int index = 1; index <= 1500; index++)
        {
            statistics.RecordFinality(index);
        }

        Assert.Equal((1001, 1491), statistics.FinalityMs());
        statistics.RecordExecuted(40);
        clock.NowMs += 1000;
        statistics.RecordExecuted(60);
        clock.NowMs += 1000;
        Assert.Equal(10, statistics.TransactionsPerSecond());
        clock.NowMs += 20_000;
        Assert.Equal(0, statistics.TransactionsPerSecond());
        Assert.Equal(0ul, statistics.EventsPerSecond(100));
        clock.NowMs += 2000;
        Assert.Equal(50ul, statistics.EventsPerSecond(200));
    }

    [Fact]
    public void Metrics_Written_HoldWhatWasCounted()
    {
        using PrometheusExposition exposition = new();
        using NodeMetrics metrics = new(new Observer(), new DiskSpace(() => 1234, 1, TimeProvider.System));
        metrics.CountFinal(5, 2);
        metrics.CountFinal(1, 0);
        metrics.CountExpired(3);
        metrics.CountRefused("FeeTooLow");
        metrics.RecordFinality(TimeSpan.FromMilliseconds(180));
        string text = exposition.Write();
        Assert.Contains("\nkomandor_transactions_total{outcome=\"executed\"} 6\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkomandor_transactions_total{outcome=\"rejected\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkomandor_transactions_total{outcome=\"expired\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkomandor_submissions_refused_total{reason=\"FeeTooLow\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("komandor_finality_seconds_bucket{le=\"0.15\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("komandor_finality_seconds_bucket{le=\"0.2\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("komandor_finality_seconds_bucket{le=\"+Inf\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkomandor_height 7\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkomandor_disk_free_bytes 1234\n", text, StringComparison.Ordinal);
        foreach (string line in text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)))
        {
            Assert.Contains($"`{line.Split(' ')[2]}`", File.ReadAllText(Repository.At("docs/operations.md")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Operations_NamesEveryReadinessReason()
    {
        string document = File.ReadAllText(Repository.At("docs/operations.md"));
        foreach (ReadinessReason reason in Enum.GetValues<ReadinessReason>())
        {
            Assert.Contains($"| `{char.ToLowerInvariant(reason.ToString()[0])}{reason.ToString()[1..]}` |", document, StringComparison.Ordinal);
        }
    }
}
