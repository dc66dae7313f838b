using Komandor.Primitives;

namespace Komandor.Indexer.Tests;

public sealed class BlockIndexTests : IDisposable
{
    private readonly IndexFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Apply_Payments_GiveTheBalancesThatTheBlocksGive()
    {
        TestChain chain = new TestChain(1).Genesis().Pay(50).Pay(50);
        using BlockIndex index = _file.Open();
        index.Apply([.. chain.Blocks.Take(2)]);
        index.Apply([.. chain.Blocks.Skip(2)]);

        (IReadOnlyList<KeyValuePair<AssetId, ulong>> totals, _) = index.Reader.Totals();
        Assert.Equal([AssetId.Kmcc, new AssetId(TestChain.Hash(99))], totals.Select(total => total.Key));
        Assert.Equal(
            Enumerable.Range(0, TestChain.Owners).SelectMany(owner => chain.Balances(owner, 2).Values).Aggregate(0ul, (sum, one) => sum + one.Amount),
            totals.Aggregate(0ul, (sum, total) => sum + total.Value));
        for (int owner = 0; owner < TestChain.Owners; owner++)
        {
            (IReadOnlyList<BalanceRow> balances, ulong height) = index.Reader.Balances(TestChain.Lock(owner));
            Assert.Equal(2ul, height);
            Assert.Equal(chain.Balances(owner, 2), balances.ToDictionary(row => row.Asset, row => (row.Amount, row.Coins)));
        }
    }

    [Fact]
    public void Apply_TheSameBlocksAgain_ChangesNothing()
    {
        TestChain chain = new TestChain(2).Genesis().Pay(20, rejections: 3).Pay(20);
        using BlockIndex index = _file.Open();
        index.Apply(chain.Blocks);
        string before = Contents(index, chain);
        index.Apply(chain.Blocks);
        index.Apply([.. chain.Blocks.Skip(1)]);
        Assert.Equal(before, Contents(index, chain));
        Assert.Equal(3ul, index.NextHeight);
    }

    [Fact]
    public void Apply_TransactionsOfEveryKind_CountsWhatTookEffectOverBatchesAndOpenings()
    {
        TestChain chain = new TestChain(5).Genesis().Pay(10, rejections: 3).Pay(20).Pay(2);
        using (BlockIndex index = _file.Open())
        {
            Assert.Equal(new KindTotals(0, 0, 0, 0), index.Reader.Kinds());
            index.Apply([.. chain.Blocks.Take(3)]);
            Assert.Equal(new KindTotals(11, 10, 9, 2), index.Reader.Kinds());
        }

        using BlockIndex again = _file.Open();
        again.Apply(chain.Blocks);
        Assert.Equal(new KindTotals(12, 11, 9, 3), again.Reader.Kinds());
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(16, 100)]
    [InlineData(100, 400)]
    public void Open_AFileWithDamage_IsBuiltAnewOrSaysThatItIsDamaged(int first, int end)
    {
        TestChain chain = new TestChain(4).Genesis().Pay(10).Pay(10);
        string before;
        using (BlockIndex index = _file.Open())
        {
            index.Apply(chain.Blocks);
            before = Contents(index, chain);
        }

        byte[] whole = File.ReadAllBytes(_file.FilePath);
        for (int position = first; position < end; position += 7)
        {
            byte[] damaged = [.. whole];
            damaged[position] ^= 0x55;
            File.WriteAllBytes(_file.FilePath, damaged);
            try
            {
                using BlockIndex index = _file.Open();
                index.Apply([.. chain.Blocks.Skip((int)index.NextHeight)]);
                Assert.Equal(before, Contents(index, chain));
            }
            catch (Microsoft.Data.Sqlite.SqliteException exception)
            {
                Assert.True(IndexSchema.IsDamage(exception), exception.Message);
            }
        }
    }

    [Fact]
    public void Apply_BlocksWithAGap_ThrowsAndAppliesNothing()
    {
        TestChain chain = new TestChain(3).Genesis().Pay(5).Pay(5);
        using BlockIndex index = _file.Open();
        Assert.Throws<InvariantViolationException>(() => index.Apply([chain.Blocks[0], chain.Blocks[2]]));
        Assert.Equal(0ul, index.NextHeight);
        Assert.Null(index.Reader.LatestHeight());
    }

    [Fact]
    public void Apply_UnknownInput_ThrowsAndAppliesNothing()
    {
        TestChain chain = new TestChain(4).Genesis();
        chain.Add([new(new(TestChain.Hash(7)), new(TestChain.Hash(8)), 1, [new(new(TestChain.Hash(9)), 0)], [])], [], []);
        using BlockIndex index = _file.Open();
        Assert.Throws<InvariantViolationException>(() => index.Apply(chain.Blocks));
        Assert.Null(index.Reader.LatestHeight());
    }

    [Fact]
    public void Open_FileDeleted_RebuildsTheSame()
    {
        TestChain chain = new TestChain(5).Genesis().Pay(30, rejections: 2).Pay(30).Pay(30);
        string before;
        using (BlockIndex index = _file.Open())
        {
            foreach (IndexedBlock block in chain.Blocks)
            {
                index.Apply([block]);
            }

            before = Contents(index, chain);
        }

        File.Delete(_file.FilePath);
        using BlockIndex rebuilt = _file.Open();
        Assert.Equal(0ul, rebuilt.NextHeight);
        rebuilt.Apply(chain.Blocks);
        Assert.Equal(before, Contents(rebuilt, chain));
    }

    [Fact]
    public void Open_IndexOfAnotherChain_BeginsAnew()
    {
        TestChain chain = new TestChain(6).Genesis();
        using (BlockIndex index = _file.Open())
        {
            index.Apply(chain.Blocks);
        }

        using BlockIndex other = new(_file.FilePath, new ChainId(TestChain.Hash(1)), 4 << 20, 2);
        Assert.Equal(0ul, other.NextHeight);
    }

    [Fact]
    public void Transaction_RejectedThenExecuted_IsExecuted()
    {
        TestChain chain = new TestChain(7).Genesis().Pay(1);
        TransactionId id = chain.Blocks[1].Transactions[0].Id;
        TestChain order = new TestChain(7).Genesis();
        order.Add([], [new IndexedRejection(id, "ObjectMissing")], []);
        order.Add(chain.Blocks[1].Transactions, [], []);
        order.Add([], [new IndexedRejection(id, "ObjectMissing")], []);
        using BlockIndex index = _file.Open();
        index.Apply([.. order.Blocks.Take(2)]);
        Assert.Equal("ObjectMissing", index.Reader.Transaction(id)!.Fault);
        index.Apply([.. order.Blocks.Skip(2)]);
        TransactionRow row = index.Reader.Transaction(id)!;
        Assert.Equal((2ul, 0, null), (row.Height, row.Position, row.Fault));
        Assert.Equal(chain.Blocks[1].Transactions[0].WitnessId, row.WitnessId);
    }

    [Fact]
    public void Object_ContinuedRecord_HasEveryVersion()
    {
        TestChain chain = new(8);
        ObjectId id = new(TestChain.Hash(1));
        IndexedObject first = new(id, 0, 2, TestChain.Lock(1), null, 0, "note", [1, 2]);
        IndexedObject second = first with { Version = 1, Content = [3] };
        TransactionId changed = new(TestChain.Hash(5));
        chain.Add([], [], [first]);
        chain.Add([new(changed, new(TestChain.Hash(6)), 0, [new(id, 0)], [second])], [], []);
        using BlockIndex index = _file.Open();
        index.Apply(chain.Blocks);
        ObjectRow now = index.Reader.Object(id)!;
        Assert.Equal((1ul, changed, null), (now.Object.Version, now.CreatedBy, now.SpentBy));
        Assert.Equal("note", now.Object.Label);
        Assert.Equal([3], now.Object.Content!);
        ObjectRow before = index.Reader.Object(id, 0)!;
        Assert.Equal((null, changed), (before.CreatedBy, before.SpentBy));
        Assert.Empty(index.Reader.Coins(TestChain.Lock(1), null, 10).Coins.Rows);
    }

    [Fact]
    public void Apply_AssetWithTheLargestSupply_IsCountedExactly()
    {
        AssetId asset = new(TestChain.Hash(1));
        IndexedObject Coin(ulong id, ulong amount) =>
            new(new ObjectId(TestChain.Hash(id)), 1, 1, TestChain.Lock(1), asset, amount, null, null);
        TestChain chain = new(9);
        chain.Add([], [], [Coin(2, ulong.MaxValue - 5), Coin(3, 5)]);
        chain.Add([new(new(TestChain.Hash(4)), new(TestChain.Hash(5)), 0, [new(new(TestChain.Hash(2)), 1)], [Coin(6, 7)])], [], []);
        using BlockIndex index = _file.Open();
        index.Apply([chain.Blocks[0]]);
        Assert.Equal([new BalanceRow(asset, ulong.MaxValue, 2)], index.Reader.Balances(TestChain.Lock(1)).Balances);
        index.Apply([chain.Blocks[1]]);
        Assert.Equal([new BalanceRow(asset, 12, 2)], index.Reader.Balances(TestChain.Lock(1)).Balances);
        Assert.Equal([new KeyValuePair<AssetId, ulong>(asset, 12)], index.Reader.Totals().Totals);
    }

    /// <summary>Everything that a reader can ask for, as text.</summary>
    internal static string Contents(BlockIndex index, TestChain chain)
    {
        List<object?> all = [.. index.Reader.Blocks(null, 200).Rows, index.Reader.Kinds()];
        foreach (IndexedBlock block in chain.Blocks)
        {
            all.Add(index.Reader.Block(block.Id));
            all.AddRange(block.Transactions.Select(transaction => index.Reader.Transaction(transaction.Id)));
            all.AddRange(block.Rejections.Select(rejection => index.Reader.Transaction(rejection.Id)));
        }

        for (int owner = 0; owner < TestChain.Owners; owner++)
        {
            all.AddRange(index.Reader.Balances(TestChain.Lock(owner)).Balances);
            all.AddRange(index.Reader.Coins(TestChain.Lock(owner), null, 200).Coins.Rows.Select(row => (object)(row.Object.Id, row.Object.Amount, row.CreatedBy)));
            all.AddRange(index.Reader.History(TestChain.Lock(owner), null, 200).Rows);
        }

        return string.Join('\n', all);
    }
}
