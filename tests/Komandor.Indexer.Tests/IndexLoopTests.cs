namespace Komandor.Indexer.Tests;

public sealed class IndexLoopTests : IDisposable
{
    private readonly IndexFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void CatchUp_CrashBetweenBlockCommitAndIndexing_GoesOnWhereItWas()
    {
        TestChain chain = new TestChain(21).Genesis().Pay(10).Pay(10).Pay(10);
        chain.Final = 1;
        using (BlockIndex index = _file.Open())
        {
            // The process ends after block 1 was indexed, while the block store holds more.
            new IndexLoop(index, chain, _ => { }).CatchUp();
        }

        chain.Final = 3;
        List<ulong> applied = [];
        using BlockIndex reopened = _file.Open();
        Assert.Equal(2ul, reopened.NextHeight);
        IndexLoop loop = new(reopened, chain, block => applied.Add(block.Height));
        while (loop.CatchUp())
        {
        }

        Assert.Equal([2ul, 3ul], applied);
        using IndexFile other = new();
        using BlockIndex whole = other.Open();
        whole.Apply(chain.Blocks);
        Assert.Equal(BlockIndexTests.Contents(whole, chain), BlockIndexTests.Contents(reopened, chain));
    }

    // After a state was learned the newest block is final at once, and the ones below come later, from above to below, on a network that may rest.
    [Fact]
    public void CatchUp_OverAGapThatIsFilledFromAbove_WaitsForItsLowestBlockAndThenAppliesAll()
    {
        TestChain chain = new TestChain(24).Genesis().Pay(3).Pay(3).Pay(3).Pay(3);
        using BlockIndex index = _file.Open();
        List<ulong> applied = [];
        Gap blocks = new(chain);
        IndexLoop loop = new(index, blocks, block => applied.Add(block.Height));
        Assert.True(loop.CatchUp());
        foreach (ulong fetched in new ulong[] { 3, 2 })
        {
            blocks.Missing.Remove(fetched);
            Assert.False(loop.CatchUp());
        }

        blocks.Missing.Remove(1);
        while (loop.CatchUp())
        {
        }

        Assert.Equal([0ul, 1ul, 2ul, 3ul, 4ul], applied);
        using IndexFile other = new();
        using BlockIndex whole = other.Open();
        whole.Apply(chain.Blocks);
        Assert.Equal(BlockIndexTests.Contents(whole, chain), BlockIndexTests.Contents(index, chain));
    }

    [Fact]
    public async Task RunAsync_NotifiedOfBlocks_AppliesThemAndEndsWhenCancelled()
    {
        TestChain chain = new TestChain(22).Genesis().Pay(3).Pay(3);
        chain.Final = 0;
        using BlockIndex index = _file.Open();
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(10));
        TaskCompletionSource first = new(), last = new();
        IndexLoop loop = new(index, chain, block => (block.Height == 0 ? first : block.Height == 2 ? last : new()).TrySetResult());
        Task running = loop.RunAsync(stop.Token);
        await first.Task.WaitAsync(stop.Token);
        chain.Final = 2;
        for (int sign = 0; sign < 100; sign++)
        {
            loop.Notify();
        }

        await last.Task.WaitAsync(stop.Token);
        Assert.Equal(2ul, index.Reader.LatestHeight());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Reader_WhileTheWriterWrites_SeesWholeBlocks()
    {
        TestChain chain = new TestChain(23).Genesis();
        for (int block = 0; block < 40; block++)
        {
            chain.Pay(20);
        }

        using BlockIndex index = _file.Open();
        index.Apply([chain.Blocks[0]]);
        using CancellationTokenSource stop = new();
        Task<int> reading = Task.Run(() =>
        {
            int reads = 0;
            while (!stop.IsCancellationRequested)
            {
                (IReadOnlyList<BalanceRow> balances, ulong height) = index.Reader.Balances(TestChain.Lock(1));
                if (reads++ % 8 == 0)
                {
                    Assert.Equal(chain.Balances(1, height), balances.ToDictionary(row => row.Asset, row => (row.Amount, row.Coins)));
                }
            }

            return reads;
        });
        foreach (IndexedBlock block in chain.Blocks.Skip(1))
        {
            index.Apply([block]);
        }

        await stop.CancelAsync();
        Assert.True(await reading > 0);
    }

    private sealed class Gap(TestChain chain) : IFinalBlocks
    {
        internal HashSet<ulong> Missing { get; } = [1, 2, 3];

        public IndexedBlock? Read(ulong height) => Missing.Contains(height) ? null : chain.Read(height);
    }
}
