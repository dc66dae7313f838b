using Komandor.Primitives;

namespace Komandor.Ledger.Tests;

public sealed class LockTests
{
    private static readonly LockNode _leaf = LockNode.After(new Timestamp(1));

    [Fact]
    public void TryCreate_NineLevels_IsRefusedByRuleL13()
    {
        LockNode node = _leaf;
        for (int level = 2; level <= 8; level++)
        {
            node = LockNode.And(node, _leaf);
        }

        Assert.True(Lock.TryCreate(node, out Lock? eight, out _));
        Assert.True(Lock.TryDecode(eight.Encoded.Span, out Lock? again, out _));
        Assert.Equal(eight, again);
        AssertRefused(LedgerFault.LockTooDeep, LockNode.And(node, _leaf));
    }

    [Fact]
    public void TryCreate_65Leaves_IsRefusedByRuleL14()
    {
        Assert.True(Lock.TryCreate(LockNode.Or([.. Enumerable.Repeat(_leaf, 64)]), out _, out _));
        AssertRefused(LedgerFault.LockTooLarge, LockNode.Or([.. Enumerable.Repeat(_leaf, 65)]));
        AssertRefused(LedgerFault.LockTooLarge, LockNode.Or(LockNode.Or([.. Enumerable.Repeat(_leaf, 64)]), _leaf));
    }

    [Fact]
    public void TryCreate_GroupOfOne_IsRefusedByRuleL15()
    {
        AssertRefused(LedgerFault.LockGroupTooSmall, LockNode.And(_leaf));
        AssertRefused(LedgerFault.LockGroupTooSmall, LockNode.Or());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void TryCreate_ThresholdOutOfRange_IsRefusedByRuleL16(int required) =>
        AssertRefused(LedgerFault.LockThresholdOutOfRange, LockNode.Threshold(required, _leaf, _leaf, _leaf));

    [Theory]
    [InlineData("00")]
    [InlineData("08")]
    [InlineData("")]
    [InlineData("03ffffffffffffffff")]
    [InlineData("03010000000000000000")]
    public void TryDecode_WhatNoWriterMakes_IsRefusedByRuleL1(string hex)
    {
        Assert.False(Lock.TryDecode(Convert.FromHexString(hex), out _, out LedgerFault fault));
        Assert.Equal(LedgerFault.NotCanonical, fault);
    }

    private static void AssertRefused(LedgerFault expected, LockNode node)
    {
        Assert.False(Lock.TryCreate(node, out _, out LedgerFault fault));
        Assert.Equal(expected, fault);
        CanonicalWriter writer = new();
        LockCodec.Write(writer, node);
        if (!node.Parts.IsEmpty || node.Kind < LockKind.And)
        {
            Assert.False(Lock.TryDecode(writer.Written, out _, out LedgerFault decoded));
            Assert.Equal(expected, decoded);
        }
    }
}
