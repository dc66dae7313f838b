using Komandor.Primitives;

namespace Komandor.State.Tests;

public sealed class StateChunkTests
{
    private static readonly CompactStateStore Small = TestStates.Fill(
        Enumerable.Range(0, 100).Select(index => KeyValuePair.Create(TestStates.Key(index), TestStates.Value(index, index))));

    [Fact]
    public void Export_AStateThatFits_IsOneChunkOfAll()
    {
        byte[] encoded = StateChunks.Export(Small, TestStates.Key(7));
        Assert.Equal(StateChunkFault.None, StateChunk.TryRead(encoded, Small.Root, TestStates.Key(9), out StateChunk? chunk));
        Assert.Equal(100, chunk!.Leaves.Length);
        Assert.Equal(encoded, chunk.Encode());
        Assert.Equal(encoded, StateChunks.Export(Small.Snapshot(1)!, Hash256.Zero));
    }

    [Fact]
    public void Export_AnEmptyState_IsAChunkOfNothing()
    {
        CompactStateStore store = new(new MemoryStateFiles(), "s");
        byte[] encoded = StateChunks.Export(store, Hash256.Zero);
        Assert.Equal(StateChunkFault.None, StateChunk.TryRead(encoded, Hash256.Zero, TestStates.Key(9), out StateChunk? chunk));
        Assert.Empty(chunk!.Leaves);
    }

    // Few long values under one crowded prefix, ordinary ones around them, and one as long as a value may be.
    [Fact]
    public void Export_LongValuesInACrowd_StaysWithinItsBoundAndIsLargest()
    {
        CompactStateStore store = TestStates.Fill(
            Enumerable.Range(0, 5).Select(index => KeyValuePair.Create(TestStates.Crowded(1, 48, index), TestStates.Value(index, 400_000)))
                .Append(KeyValuePair.Create(TestStates.Crowded(1, 240, 6), TestStates.Value(6, 1 << 20)))
                .Append(KeyValuePair.Create(TestStates.Crowded(1, 240, 7), TestStates.Value(7, 1 << 20)))
                .Concat(Enumerable.Range(100, 60).Select(index => KeyValuePair.Create(TestStates.Key(index), TestStates.Value(index, 50)))));
        foreach (Hash256 start in new[]
        {
            TestStates.Crowded(1, 48, 3), TestStates.Crowded(1, 240, 6), TestStates.Crowded(1, 240, 8), TestStates.Crowded(1, 48, 9), TestStates.Key(120),
        })
        {
            byte[] encoded = StateChunks.Export(store, start);
            Assert.InRange(encoded.Length, 1, StateChunks.MaximumSizeBytes);
            Assert.Equal(StateChunkFault.None, StateChunk.TryRead(encoded, store.Root, start, out StateChunk? chunk));

            // The subtree above would be too long.
            int depth = chunk!.Siblings.Length - 1;
            long sizeBytes = 0;
            int count = 0;
            foreach (Leaf leaf in All(store))
            {
                bool isInside = SiblingPath.IsShared(leaf.Key, start, depth);
                sizeBytes += isInside ? StateChunk.EntrySizeBytes(leaf.Value.Length) : 0;
                count += isInside ? 1 : 0;
            }

            Assert.True(sizeBytes > StateChunks.EntriesSizeBytes && count > 1);
        }
    }

    [Fact]
    public void TryRead_EveryChangedBit_IsRefused()
    {
        byte[] encoded = Deep(out CompactStateStore store, out Hash256 start);
        for (int bit = 0; bit < encoded.Length * 8; bit++)
        {
            byte[] changed = [.. encoded];
            changed[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.NotEqual(StateChunkFault.None, StateChunk.TryRead(changed, store.Root, start, out _));
        }
    }

    [Fact]
    public void TryRead_CutOffOrExtended_IsRefusedByRuleS9()
    {
        byte[] encoded = StateChunks.Export(Small, Hash256.Zero);
        Assert.Equal(StateChunkFault.Malformed, StateChunk.TryRead([], Small.Root, Hash256.Zero, out _));
        Assert.Equal(StateChunkFault.Malformed, StateChunk.TryRead(encoded.AsSpan()[..^1], Small.Root, Hash256.Zero, out _));
        Assert.Equal(StateChunkFault.Malformed, StateChunk.TryRead([.. encoded, 0], Small.Root, Hash256.Zero, out _));
    }

    [Fact]
    public void TryRead_LongerThanAChunkMayBe_IsRefusedByRuleS9()
    {
        Leaf[] leaves = [.. Enumerable.Range(0, 3).Select(index => Leaf.Of(TestStates.Key(index), TestStates.Value(index, 1 << 19))).OrderBy(leaf => leaf.Key)];
        StateChunk chunk = new(Hash256.Zero, [], leaves);
        Assert.Equal(StateChunkFault.Malformed, StateChunk.TryRead(chunk.Encode(), StateHash.Subtree(leaves, 0), Hash256.Zero, out _));
    }

    [Fact]
    public void TryRead_PrefixBitBeyondTheDepth_IsRefusedByRuleS9()
    {
        byte[] encoded = StateChunks.Export(Small, Hash256.Zero);
        encoded[1] = 0x80;
        Assert.Equal(StateChunkFault.Malformed, StateChunk.TryRead(encoded, Small.Root, Hash256.Zero, out _));
    }

    [Fact]
    public void TryRead_MapBitBeyondTheDepthOrZeroSibling_IsRefusedByRuleS10()
    {
        byte[] encoded = Deep(out CompactStateStore store, out Hash256 start);
        int depth = encoded[0];
        Assert.NotEqual(0, depth & 7);
        byte[] changed = [.. encoded];
        changed[depth / 8 + 1] |= 1;
        Assert.Equal(StateChunkFault.StraySibling, StateChunk.TryRead(changed, store.Root, start, out _));
        changed = [.. encoded];
        changed.AsSpan(1 + ((depth + 7) / 8), 32).Clear();
        Assert.Equal(StateChunkFault.StraySibling, StateChunk.TryRead(changed, store.Root, start, out _));
    }

    [Fact]
    public void TryRead_EntriesOutOfOrderOrTwiceOrOutside_IsRefusedByRuleS11()
    {
        StateChunk.TryRead(StateChunks.Export(Small, Hash256.Zero), Small.Root, Hash256.Zero, out StateChunk? chunk);
        Leaf[] leaves = chunk!.Leaves;
        StateChunk[] wrong =
        [
            chunk with { Leaves = [leaves[1], leaves[0], .. leaves[2..]] },
            chunk with { Leaves = [leaves[0], .. leaves] },
            new StateChunk(leaves[0].Key, [leaves[1].Hash], [leaves[0], leaves[^1]]),
        ];
        foreach (StateChunk changed in wrong)
        {
            Assert.Equal(StateChunkFault.ForeignEntry, StateChunk.TryRead(changed.Encode(), Small.Root, Hash256.Zero, out _));
        }
    }

    [Fact]
    public void TryRead_AnotherPlace_IsRefusedByRuleS12()
    {
        byte[] encoded = Deep(out CompactStateStore store, out Hash256 start);
        byte[] other = start.ToArray();
        other[0] ^= 0x80;
        Assert.Equal(StateChunkFault.WrongPlace, StateChunk.TryRead(encoded, store.Root, new Hash256(other), out _));
    }

    [Fact]
    public void TryRead_AnEntryLeftOutAddedOrChanged_IsRefusedByRuleS13()
    {
        StateChunk.TryRead(StateChunks.Export(Small, Hash256.Zero), Small.Root, Hash256.Zero, out StateChunk? chunk);
        Leaf[] leaves = chunk!.Leaves;
        foreach (Leaf[] changed in new Leaf[][] { leaves[1..], [.. leaves, Leaf.Of(new Hash256([.. Enumerable.Repeat((byte)255, 32)]), [])], [Leaf.Of(leaves[0].Key, [1, 2, 3]), .. leaves[1..]] })
        {
            Assert.Equal(StateChunkFault.RootMismatch, StateChunk.TryRead((chunk with { Leaves = changed }).Encode(), Small.Root, Hash256.Zero, out _));
        }

        Assert.Equal(StateChunkFault.RootMismatch, StateChunk.TryRead(chunk.Encode(), Hash256.Zero, Hash256.Zero, out _));
    }

    // A short chunk far down: two long values crowd out its neighbours.
    private static byte[] Deep(out CompactStateStore store, out Hash256 start)
    {
        start = TestStates.Crowded(1, 8, 4);
        Hash256 place = start;
        store = TestStates.Fill(
        [
            KeyValuePair.Create(place, TestStates.Value(1, 9)),
            KeyValuePair.Create(TestStates.Crowded(1, 8, 1), TestStates.Value(2, 1 << 20)),
            KeyValuePair.Create(TestStates.Crowded(1, 8, 6), TestStates.Value(3, 1 << 20)),
            .. Enumerable.Range(100, 40).Select(index => KeyValuePair.Create(TestStates.Key(index), TestStates.Value(index, 50))),
        ]);
        return StateChunks.Export(store, start);
    }

    private static Leaf[] All(CompactStateStore store) => store.View.Leaves(Hash256.Zero, 0);
}
