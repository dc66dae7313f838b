using Komandor.Consensus;
using Komandor.Node.Hosting;
using Komandor.Primitives;
using Komandor.Replica;

namespace Komandor.Node.Tests.Hosting;

public sealed class NodeObserverTests
{
    [Fact]
    public void CountEvents_OfMembersThatClaimTheHighestSequence_DoesNotOverflow()
    {
        MemberProgress claims = new(new MemberId(1), 1, true, EventLimits.MaxSequence, null, null, null, false, 0);
        Assert.Equal((ulong)long.MaxValue, NodeObserver.CountEvents([.. Enumerable.Repeat(claims, 5)]));
        Assert.Equal(7UL, NodeObserver.CountEvents([claims with { NewestSequence = 6 }, claims with { NewestSequence = null }]));
    }
}
