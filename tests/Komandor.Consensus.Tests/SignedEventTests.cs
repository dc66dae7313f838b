using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

public sealed class SignedEventTests
{
    private readonly TestShard _shard = new(4);

    [Fact]
    public void TryDecode_WhatWasSigned_GivesItBack()
    {
        SignedEvent signed = Whole();
        Assert.True(SignedEvent.TryDecode(signed.Encoded.ToArray(), out SignedEvent? again, out EventFault fault));
        Assert.Equal(EventFault.None, fault);
        Assert.Equal(signed.Id, again.Id);
        Assert.Equal(signed.Body.SelfParent, again.Body.SelfParent);
        Assert.Equal(signed.Body.OtherParents, again.Body.OtherParents);
        Assert.Equal(2, again.Body.Payload.Count);
        Assert.Equal(signed.Body.Payload[1].ToArray(), again.Body.Payload[1].ToArray());
        Assert.Equal(signed.Encoded.ToArray(), again.Body.Attach(again.Signature).Encoded.ToArray());
    }

    [Fact]
    public void TryDecode_AnyPrefixOrOneByteMore_IsRefusedByRuleH1()
    {
        byte[] whole = Whole().Encoded.ToArray();
        for (int length = 0; length < whole.Length; length++)
        {
            Refused(EventFault.Malformed, whole[..length]);
        }

        Refused(EventFault.Malformed, [.. whole, 0]);
    }

    [Fact]
    public void TryDecode_AnotherVersion_IsRefusedByRuleH2()
    {
        byte[] bytes = Whole().Encoded.ToArray();
        bytes[0] = 2;
        Refused(EventFault.UnsupportedVersion, bytes);
    }

    [Fact]
    public void TryDecode_Oversize_IsRefusedByRuleH3() => Refused(EventFault.TooLarge, new byte[EventLimits.MaxSizeBytes + 1]);

    [Fact]
    public void TryDecode_BirthRoundOutOfRange_IsRefusedByRuleH4()
    {
        UnsignedEvent body = _shard.Body(0, null, 1);
        Refused(EventFault.BirthRoundOutOfRange, body with { BirthRound = 0 });
        Refused(EventFault.BirthRoundOutOfRange, body with { BirthRound = EventLimits.MaxRound + 1 });
    }

    [Fact]
    public void TryDecode_ParentBornLaterOrNever_IsRefusedByRuleH5()
    {
        SignedEvent parent = _shard.Next(1, 5);
        Refused(EventFault.ParentBornLater, _shard.Body(0, null, 5, parent) with { BirthRound = 4 });
        Refused(EventFault.ParentBornLater, _shard.Body(1, parent, 5) with { BirthRound = 4 });
        Refused(EventFault.ParentBornLater, _shard.Body(0, null, 5) with { OtherParents = [new ParentReference(parent.Id, new MemberId(1), 0)] });
    }

    [Fact]
    public void TryDecode_SequenceThatContradictsTheSelfParent_IsRefusedByRuleH6()
    {
        SignedEvent self = _shard.Next(0, 1);
        Refused(EventFault.SequenceWithoutSelfParent, _shard.Body(0, self, 1) with { Sequence = 0 });
        Refused(EventFault.SequenceWithoutSelfParent, _shard.Body(0, null, 1) with { Sequence = 1 });
    }

    [Fact]
    public void TryDecode_SequenceWithoutANext_IsRefusedByRuleH18()
    {
        UnsignedEvent body = _shard.Body(0, _shard.Next(0, 1), 1);
        Refused(EventFault.SequenceOutOfRange, body with { Sequence = ulong.MaxValue });
        Refused(EventFault.SequenceOutOfRange, body with { Sequence = EventLimits.MaxSequence + 1 });
        Assert.Equal(EventLimits.MaxSequence, (body with { Sequence = EventLimits.MaxSequence }).Attach(default).Body.Sequence);
    }

    [Fact]
    public void TryDecode_TimeWithoutALaterOne_IsRefusedByRuleH19()
    {
        UnsignedEvent body = _shard.Body(0, null, 1);
        Refused(EventFault.TimeOutOfRange, body with { CreatedAt = new Timestamp(EventLimits.MaxUnixMicroseconds + 1) });
        Refused(EventFault.TimeOutOfRange, body with { CreatedAt = new Timestamp(long.MaxValue) });
    }

    [Fact]
    public void TryDecode_OtherParentsOutOfOrder_IsRefusedByRuleH7()
    {
        ParentReference one = TestShard.Refer(_shard.Next(1, 1));
        ParentReference two = TestShard.Refer(_shard.Next(2, 1));
        UnsignedEvent body = _shard.Body(0, null, 1);
        Refused(EventFault.OtherParentsNotAscending, body with { OtherParents = [two, one] });
        Refused(EventFault.OtherParentsNotAscending, body with { OtherParents = [one, one] });
        Refused(EventFault.OtherParentsNotAscending, body with { OtherParents = [one with { Creator = new MemberId(0) }] });
        Refused(EventFault.Malformed, body with { OtherParents = [.. Enumerable.Range(1, 16).Select(index => one with { Creator = new MemberId((uint)index) })] });
    }

    [Fact]
    public void TryDecode_PayloadOutOfBounds_IsRefusedByRuleH8()
    {
        UnsignedEvent body = _shard.Body(0, null, 1);
        ReadOnlyMemory<byte> eighth = new byte[EventLimits.MaxPayloadSizeBytes / 8];
        Refused(EventFault.PayloadOutOfBounds, body with { Payload = [ReadOnlyMemory<byte>.Empty] });
        Refused(EventFault.PayloadOutOfBounds, body with { Payload = [new byte[EventLimits.MaxPayloadItemSizeBytes + 1]] });
        Refused(EventFault.PayloadOutOfBounds, body with { Payload = [.. Enumerable.Repeat(eighth, 8), new byte[1]] });
        Refused(EventFault.PayloadOutOfBounds, body with { Payload = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[1], EventLimits.MaxPayloadItems + 1)] });
        Assert.Single((body with { Payload = [new byte[EventLimits.MaxPayloadItemSizeBytes]] }).Attach(default).Body.Payload);
        Assert.Equal(EventLimits.MaxPayloadSizeBytes, (body with { Payload = [.. Enumerable.Repeat(eighth, 8)] }).Attach(default).Body.Payload.Sum(item => item.Length));
    }

    private SignedEvent Whole()
    {
        SignedEvent first = _shard.Next(0, 1);
        UnsignedEvent body = _shard.Body(0, first, 2, _shard.Next(1, 1), _shard.Next(3, 2));
        return (body with { Payload = [new byte[] { 1 }, new byte[] { 2, 3 }] }).Sign(_shard.Key(0));
    }

    private static void Refused(EventFault expected, UnsignedEvent body) =>
        Assert.Contains($": {expected}.", Assert.Throws<ArgumentException>(() => body.Attach(default)).Message, StringComparison.Ordinal);

    private static void Refused(EventFault expected, byte[] encoded)
    {
        Assert.False(SignedEvent.TryDecode(encoded, out SignedEvent? signed, out EventFault fault));
        Assert.Null(signed);
        Assert.Equal(expected, fault);
    }
}
