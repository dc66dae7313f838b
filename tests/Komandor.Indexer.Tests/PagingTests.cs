using System.Buffers.Text;
using Komandor.Primitives;

namespace Komandor.Indexer.Tests;

public sealed class PagingTests : IDisposable
{
    private readonly IndexFile _file = new();
    private readonly TestChain _chain = new TestChain(11).Genesis().Pay(60).Pay(60).Pay(60);
    private readonly BlockIndex _index;

    public PagingTests()
    {
        _index = _file.Open();
        _index.Apply(_chain.Blocks);
    }

    public void Dispose()
    {
        _index.Dispose();
        _file.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(200)]
    public void Pages_OfAnySize_JoinToTheWholeList(int limit)
    {
        Assert.Equal(_index.Reader.Blocks(null, 200).Rows, All(cursor => _index.Reader.Blocks(cursor, limit)));
        for (int owner = 0; owner < 3; owner++)
        {
            byte[] encodedLock = TestChain.Lock(owner);
            List<HistoryRow> history = All(cursor => _index.Reader.History(encodedLock, cursor, limit));
            Assert.Equal(_index.Reader.History(encodedLock, null, 200).Rows, history);
            Assert.Equal(history.Count, history.Distinct().Count());
            Assert.Equal(
                _index.Reader.Coins(encodedLock, null, 200).Coins.Rows.Select(row => row.Object.Id),
                All(cursor => _index.Reader.Coins(encodedLock, cursor, limit).Coins).Select(row => row.Object.Id));
        }
    }

    [Fact]
    public void History_SumsToTheBalance()
    {
        for (int owner = 0; owner < TestChain.Owners; owner++)
        {
            byte[] encodedLock = TestChain.Lock(owner);
            Dictionary<AssetId, long> sums = All(cursor => _index.Reader.History(encodedLock, cursor, 50)).GroupBy(row => row.Asset)
                .ToDictionary(group => group.Key, group => group.Sum(row => (long)row.Received - (long)row.Spent));
            foreach ((AssetId asset, (ulong amount, _)) in _chain.Balances(owner, 3))
            {
                // The genesis is no transaction, so it stands in no history.
                long genesis = asset == (owner == 0 ? new AssetId(TestChain.Hash(99)) : AssetId.Kmcc) ? 1_000_000 : 0;
                Assert.Equal((long)amount, genesis + sums.GetValueOrDefault(asset));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense!")]
    [InlineData("AQ")]
    [InlineData("AgAAAAAAAAAB")]
    [InlineData("AQAAAAAAAAABAA")]
    public void Blocks_CursorOfNoPage_IsRefused(string cursor) =>
        Assert.Throws<PageCursorException>(() => _index.Reader.Blocks(cursor, 10));

    [Fact]
    public void Coins_CursorOfAnotherList_IsRefused()
    {
        string cursor = _index.Reader.Blocks(null, 1).NextCursor!;
        Assert.Throws<PageCursorException>(() => _index.Reader.Coins(TestChain.Lock(0), cursor, 1));
        Assert.Throws<PageCursorException>(() => _index.Reader.History(TestChain.Lock(0), Base64Url.EncodeToString(new byte[4000]), 1));
    }

    [Fact]
    public void Blocks_CursorAtTheEdges_GivesAnEmptyPageOrAll()
    {
        Assert.Empty(_index.Reader.Blocks(PageCursor.Write(PageCursor.Blocks, PageCursor.Key(0)), 10).Rows);
        Assert.Null(_index.Reader.Blocks(PageCursor.Write(PageCursor.Blocks, PageCursor.Key(4)), 4).NextCursor);
    }

    private static List<TRow> All<TRow>(Func<string?, Page<TRow>> read)
    {
        List<TRow> rows = [];
        string? cursor = null;
        do
        {
            Page<TRow> page = read(cursor);
            rows.AddRange(page.Rows);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return rows;
    }
}
