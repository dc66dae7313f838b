using System.Security.Cryptography;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests.Private;

/// <summary>The running hash of a pool, against one that is made from all notes and anchors at the end.</summary>
public sealed class PoolHistoryTests
{
    [Fact]
    public void Read_AfterBlocksOfEveryKind_IsTheHashOfAllNotesAndAnchors()
    {
        PrivateChain one = new(PrivateChain.Numbers with { AnchorBlocks = 2 });
        AssertWhole(one);
        one.Commit(one.Shielded(), one.Ring());
        AssertWhole(one);
        one.Commit();
        AssertWhole(one);
        one.Commit(one.Enter(PrivateTier.Shielded), one.Enter(PrivateTier.Ring, 1));
        one.Commit(one.Shielded(0, 1), one.Shielded(1, 1));
        AssertWhole(one);
        one.Commit();
        one.Commit();
        AssertWhole(one);
    }

    [Fact]
    public void Read_OfAChainWithoutPrivateMoney_IsZeroAndNoObject()
    {
        TestChain chain = new();
        chain.Commit(chain.Pay(0, 1));
        Assert.Equal((Hash256.Zero, Hash256.Zero), (chain.View.History(PoolId.Ring), chain.View.History(PoolId.Shielded)));
        Assert.Null(chain.State.Get(PrivateObjects.History(PoolId.Shielded).Value));
    }

    [Fact]
    public void Add_AnyPartChanged_IsAnotherHash()
    {
        PoolNote note = new(Hash("key"), Hash("commitment"), 7);
        PoolAnchor anchor = new(64, 9, new BlockId(Hash("block")));
        Hash256[] hashes =
        [
            PoolHistory.Add(Hash256.Zero, note), PoolHistory.Add(Hash("before"), note), PoolHistory.Add(Hash256.Zero, note with { Key = Hash("other") }),
            PoolHistory.Add(Hash256.Zero, note with { Commitment = Hash("other") }), PoolHistory.Add(Hash256.Zero, note with { Height = 8 }),
            PoolHistory.Add(PoolHistory.Add(Hash256.Zero, note), note), PoolHistory.Add(Hash256.Zero, anchor), PoolHistory.Add(Hash("before"), anchor),
            PoolHistory.Add(Hash256.Zero, anchor with { Height = 65 }), PoolHistory.Add(Hash256.Zero, anchor with { Size = 10 }),
            PoolHistory.Add(Hash256.Zero, anchor with { Block = new BlockId(Hash("other")) }),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void TryDecode_ValueOfAnotherObject_IsNone()
    {
        Assert.True(PoolHistory.TryDecode(PoolHistory.Encode(Hash("one")), out Hash256 history));
        Assert.Equal(Hash("one"), history);
        Assert.False(PoolHistory.TryDecode([], out _));
        Assert.False(PoolHistory.TryDecode(PoolHistory.Encode(history)[..^1], out _));
        Assert.False(PoolHistory.TryDecode([1, .. history.ToArray()], out _));
    }

    private static void AssertWhole(PrivateChain one)
    {
        PoolView view = one.Chain.View;
        foreach (PoolId pool in PoolId.All)
        {
            Hash256 history = Hash256.Zero;
            ulong index = 0;
            ulong size = view.Pool(pool).Size;
            for (ulong height = 0; height <= one.Chain.Tip.Height; height++)
            {
                if (pool == PoolId.Shielded && height > 0 && view.Anchor(pool, height - 1) is { } anchor)
                {
                    Assert.Equal(index, anchor.Size);
                    history = PoolHistory.Add(history, anchor);
                }

                for (; index < size && view.Note(pool, index).Height == height; index++)
                {
                    history = PoolHistory.Add(history, view.Note(pool, index));
                }
            }

            Assert.Equal(size, index);
            Assert.Equal(history, view.History(pool));
        }
    }

    private static Hash256 Hash(string text) => new(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
