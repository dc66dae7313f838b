using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

public sealed class EventVerifierTests
{
    private readonly TestShard _shard = new(4);

    [Fact]
    public void Verify_GoodEvent_IsVerified()
    {
        SignedEvent signed = _shard.Next(2, 1);
        Assert.Equal(EventFault.None, _shard.Verifier.Verify(signed, _shard.Schedule, out VerifiedEvent? verified));
        Assert.Same(signed, verified!.Signed);
    }

    [Fact]
    public void Verify_AnotherChain_IsRefusedByRuleH9() =>
        Refused(EventFault.WrongChain, (_shard.Body(0, null, 1) with { Chain = default }).Sign(_shard.Key(0)));

    [Fact]
    public void Verify_AnotherShard_IsRefusedByRuleH10() =>
        Refused(EventFault.WrongShard, (_shard.Body(0, null, 1) with { Shard = ShardId.Grid }).Sign(_shard.Key(0)));

    [Fact]
    public void Verify_BirthRoundWithoutRoster_IsRefusedByRuleH11()
    {
        SignedEvent signed = _shard.Next(0, 27);
        Assert.Equal(EventFault.RosterUnknown, _shard.Verifier.Verify(signed, new RosterSchedule(_shard.Roster), out VerifiedEvent? verified));
        Assert.Null(verified);
    }

    [Fact]
    public void Verify_CreatorOutsideTheRoster_IsRefusedByRuleH12() =>
        Refused(EventFault.UnknownCreator, (_shard.Body(0, null, 1) with { Creator = new MemberId(9) }).Sign(_shard.Key(0)));

    [Fact]
    public void Verify_SignatureOfAnother_IsRefusedByRuleH13()
    {
        Refused(EventFault.BadSignature, _shard.Body(0, null, 1).Sign(_shard.Key(1)));
        byte[] bytes = _shard.Next(0, 1).Encoded.ToArray();
        bytes[60] ^= 1;
        Assert.True(SignedEvent.TryDecode(bytes, out SignedEvent? changed, out _));
        Refused(EventFault.BadSignature, changed);
    }

    [Fact]
    public void VerifyBatch_GoodAndBad_TellsThemApart()
    {
        SignedEvent[] events = [_shard.Next(0, 1), _shard.Body(1, null, 1).Sign(_shard.Key(2)), _shard.Next(3, 1), (_shard.Body(0, null, 1) with { Chain = default }).Sign(_shard.Key(0))];
        VerifiedEvent?[] verified = new VerifiedEvent?[4];
        EventFault[] faults = new EventFault[4];
        _shard.Verifier.VerifyBatch(events, _shard.Schedule, verified, faults);
        Assert.Equal([EventFault.None, EventFault.BadSignature, EventFault.None, EventFault.WrongChain], faults);
        Assert.Equal([events[0], null, events[2], null], verified.Select(one => one?.Signed));
    }

    private void Refused(EventFault expected, SignedEvent signed)
    {
        Assert.Equal(expected, _shard.Verifier.Verify(signed, _shard.Schedule, out VerifiedEvent? verified));
        Assert.Null(verified);
    }
}
