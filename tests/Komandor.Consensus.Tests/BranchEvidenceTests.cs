using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

public sealed class BranchEvidenceTests
{
    private readonly TestShard _shard = new(4);

    [Fact]
    public void Verify_TwoEventsOfOneSequence_ProvesTheBranch()
    {
        SignedEvent one = _shard.Body(2, null, 1).Sign(_shard.Key(2));
        SignedEvent other = _shard.Body(2, null, 1).Sign(_shard.Key(2));
        BranchEvidence evidence = BranchEvidence.Of(one, other);
        Assert.Equal(BranchFault.None, Verify(evidence));
        Assert.Equal(evidence, BranchEvidence.Of(other, one));
        Assert.Equal(new MemberId(2), evidence.Culprit);

        CanonicalWriter writer = new();
        evidence.Write(writer);
        CanonicalReader reader = new(writer.Written);
        Assert.True(BranchEvidence.TryRead(ref reader, out BranchEvidence? read));
        Assert.True(reader.TryFinish(out _));
        Assert.Equal(BranchFault.None, Verify(read));
        CanonicalReader cut = new(writer.Written[..^1]);
        Assert.False(BranchEvidence.TryRead(ref cut, out _));
    }

    [Fact]
    public void Verify_ChainThatSkipsAnEvent_ProvesTheBranch()
    {
        SignedEvent first = _shard.Next(1, 1);
        SignedEvent hidden = _shard.Next(1, 5);
        UnsignedEvent later = _shard.Body(1, hidden, 9);
        Assert.Equal(BranchFault.None, Verify(BranchEvidence.Of(hidden, (later with { Sequence = 7, SelfParent = TestShard.Refer(first) }).Sign(_shard.Key(1)))));
        Assert.Equal(BranchFault.None, Verify(BranchEvidence.Of(hidden, (later with { SelfParent = TestShard.Refer(hidden) with { Id = first.Id } }).Sign(_shard.Key(1)))));
    }

    [Fact]
    public void Verify_EventsOfTwoMembers_IsRefusedByRuleH70() =>
        Assert.Equal(BranchFault.DifferentCreators, Verify(BranchEvidence.Of(_shard.Next(0, 1), _shard.Next(1, 1))));

    [Fact]
    public void Verify_OneEventTwiceOrInTheWrongOrder_IsRefusedByRuleH71()
    {
        SignedEvent one = _shard.Next(0, 1);
        BranchEvidence good = BranchEvidence.Of(one, _shard.Body(0, null, 1).Sign(_shard.Key(0)));
        Assert.Equal(BranchFault.NotOrdered, Verify(new BranchEvidence(one, one)));
        Assert.Equal(BranchFault.NotOrdered, Verify(new BranchEvidence(good.Second, good.First)));
    }

    [Fact]
    public void Verify_HonestChain_IsRefusedByRuleH72()
    {
        SignedEvent[] chain = [_shard.Next(0, 1), _shard.Next(0, 1), _shard.Next(0, 3), _shard.Next(0, 8)];
        for (int index = 0; index < chain.Length; index++)
        {
            for (int later = index + 1; later < chain.Length; later++)
            {
                Assert.Equal(BranchFault.NoContradiction, Verify(BranchEvidence.Of(chain[index], chain[later])));
            }
        }
    }

    [Fact]
    public void Verify_ForgedSignature_IsRefusedByRuleH73()
    {
        SignedEvent one = _shard.Body(2, null, 1).Sign(_shard.Key(2));
        SignedEvent forged = _shard.Body(2, null, 1).Sign(_shard.Key(1));
        Assert.Equal(BranchFault.EventRefused, Verify(BranchEvidence.Of(one, forged)));
    }

    private BranchFault Verify(BranchEvidence evidence) => evidence.Verify(_shard.Verifier, _shard.Schedule);
}
