using Komandor.Consensus;
using Komandor.Node.Hosting;
using Komandor.Primitives;
using Komandor.Replica;

namespace Komandor.Node.Tests.Hosting;

public sealed class NodeObserverTests
{
    [Fact]
    public void Observe_GapThatCloses_EstimatesByTheMeasuredSpeed()
    {
        CatchUpEstimate estimate = new();
        Assert.Null(estimate.Observe(0, 1_000));
        Assert.Null(estimate.Observe(500, 950));
        Assert.Equal(8_000, estimate.Observe(2_000, 800));
        Assert.Equal(4_000, estimate.Observe(4_000, 500));
        Assert.Null(estimate.Observe(60_000, 900));
        Assert.Null(estimate.Observe(62_000, 950));
    }

    [Fact]
    public void CountEvents_OfMembersThatClaimTheHighestSequence_DoesNotOverflow()
    {
        MemberProgress claims = new(new MemberId(1), 1, true, EventLimits.MaxSequence, null, null, null, false, 0);
        Assert.Equal((ulong)long.MaxValue, NodeObserver.CountEvents([.. Enumerable.Repeat(claims, 5)]));
        Assert.Equal(7UL, NodeObserver.CountEvents([claims with { NewestSequence = 6 }, claims with { NewestSequence = null }]));
    }
}
