namespace Komandor.Primitives.Tests;

public sealed class RosterTests
{
    [Fact]
    public void TryRead_WhatWriteWrote_IsTheSameRoster()
    {
        Roster roster = Roster.Create([Member(9, 3), Member(2, 5), Member(4, 1)]);
        CanonicalWriter writer = new();
        roster.Write(writer);
        CanonicalReader reader = new(writer.Written);
        Roster? read = Roster.TryRead(ref reader);
        Assert.True(reader.TryFinish(out _));
        Assert.Equal(roster.Members, read!.Members);
        Assert.Equal(9UL, read.TotalWeight);
        Assert.Equal(1, read.IndexOf(new MemberId(4)));
        Assert.Equal(-1, read.IndexOf(new MemberId(5)));
    }

    [Theory]
    [InlineData(6UL, false)]
    [InlineData(7UL, true)]
    public void IsSupermajority_OfNine_NeedsMoreThanTwoThirds(ulong weight, bool expected) =>
        Assert.Equal(expected, Roster.Create([Member(1, 9)]).IsSupermajority(weight));

    [Theory]
    [InlineData(2UL, false)]
    [InlineData(3UL, true)]
    public void IsStrongMinority_OfNine_NeedsAThird(ulong weight, bool expected) =>
        Assert.Equal(expected, Roster.Create([Member(1, 9)]).IsStrongMinority(weight));

    [Fact]
    public void TryCreate_WhatIsNoRoster_IsRefused()
    {
        Assert.False(Roster.TryCreate([], out _));
        Assert.False(Roster.TryCreate([Member(1, 0)], out _));
        Assert.False(Roster.TryCreate([Member(1, 1), Member(1, 1)], out _));
        Assert.False(Roster.TryCreate([Member(1, 1), Member(1, 1) with { Id = new MemberId(2) }], out _));
        Assert.False(Roster.TryCreate([Member(1, Roster.TotalWeightLimit - 1), Member(2, 1)], out _));
    }

    [Fact]
    public void TryRead_MembersOutOfOrder_IsRefusedByRuleC7()
    {
        CanonicalWriter writer = new();
        writer.VarUInt(2);
        foreach (RosterMember member in new[] { Member(2, 1), Member(1, 1) })
        {
            writer.UInt32(member.Id.Value);
            writer.Key(member.Key);
            writer.VarUInt(member.Weight);
        }

        CanonicalReader reader = new(writer.Written);
        Assert.Null(Roster.TryRead(ref reader));
        Assert.Equal(EncodingFault.NotAscending, reader.Fault);
    }

    private static RosterMember Member(uint id, ulong weight)
    {
        byte[] key = new byte[32];
        key[0] = (byte)id;
        return new RosterMember(new MemberId(id), new PublicKey(key), weight);
    }
}
