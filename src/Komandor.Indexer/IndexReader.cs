using System.Buffers.Binary;
using System.Collections.Concurrent;
using Komandor.Primitives;
using Microsoft.Data.Sqlite;

namespace Komandor.Indexer;

/// <summary>Reads the index; from any thread, at most a fixed number at a time, the others wait their turn.</summary>
public sealed class IndexReader : IDisposable
{
    /// <summary>The most rows of a page.</summary>
    public const int LongestPage = 200;

    private const int HistoryKeySizeBytes = 8 + 4 + Hash256.SizeBytes;

    private readonly string _path;
    private readonly SemaphoreSlim _turns;
    private readonly ConcurrentBag<ReadSession> _idle = [];

    internal IndexReader(string path, int readers)
    {
        _path = path;
        _turns = new SemaphoreSlim(readers, readers);
    }

    /// <summary>Height of the newest block in the index, or null when it is empty.</summary>
    public ulong? LatestHeight() => Use(session =>
    {
        using SqliteDataReader reader = session.Query("SELECT max(height) FROM blocks");
        return reader.Read() && !reader.IsDBNull(0) ? Columns.Unsigned(reader.GetInt64(0)) : (ulong?)null;
    });

    /// <summary>The block at <paramref name="height"/>, or null.</summary>
    public BlockRow? Block(ulong height) => Use(session =>
    {
        using SqliteDataReader reader = session.Query("SELECT * FROM blocks WHERE height = $0", Columns.Signed(height));
        return reader.Read() ? BlockOf(reader) : null;
    });

    /// <summary>The block called <paramref name="id"/>, or null.</summary>
    public BlockRow? Block(BlockId id) => Use(session =>
    {
        using SqliteDataReader reader = session.Query("SELECT * FROM blocks WHERE id = $0", id.Value.ToArray());
        return reader.Read() ? BlockOf(reader) : null;
    });

    /// <summary>Blocks, newest first.</summary>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    /// <param name="limit">1 to <see cref="LongestPage"/>.</param>
    /// <exception cref="PageCursorException">The cursor is of no such page.</exception>
    public Page<BlockRow> Blocks(string? cursor, int limit)
    {
        long below = cursor is null
            ? long.MaxValue
            : Columns.Signed(BinaryPrimitives.ReadUInt64BigEndian(PageCursor.Read(cursor, PageCursor.Blocks, sizeof(ulong))));
        List<BlockRow> rows = Use(session => session.List(
            BlockOf, "SELECT * FROM blocks WHERE height < $0 ORDER BY height DESC LIMIT $1", below, limit + 1));
        return PageOf(rows, limit, row => PageCursor.Write(PageCursor.Blocks, PageCursor.Key(row.Height)));
    }

    /// <summary>What became of a transaction, or null when no final block ordered it.</summary>
    public TransactionRow? Transaction(TransactionId id) => Use(session =>
    {
        using SqliteDataReader reader = session.Query(
            "SELECT witness_id, height, position, fee, fault FROM transactions WHERE id = $0", id.Value.ToArray());
        return !reader.Read() ? null : new TransactionRow(
            id,
            Columns.OptionalBlob(reader, 0) is byte[] witness ? new WitnessTransactionId(new Hash256(witness)) : null,
            Columns.Unsigned(reader.GetInt64(1)),
            reader.IsDBNull(2) ? null : reader.GetInt32(2),
            Columns.Unsigned(reader.GetInt64(3)),
            reader.IsDBNull(4) ? null : reader.GetString(4));
    });

    /// <summary>The newest version of an object, existing or used; or null.</summary>
    public ObjectRow? Object(ObjectId id) => Use(session =>
    {
        using SqliteDataReader reader = session.Query("SELECT * FROM objects WHERE id = $0 ORDER BY version DESC LIMIT 1", id.Value.ToArray());
        return reader.Read() ? ObjectOf(reader) : null;
    });

    /// <summary>A version of an object, existing or used; or null.</summary>
    public ObjectRow? Object(ObjectId id, ulong version) => Use(session =>
    {
        using SqliteDataReader reader = session.Query(
            "SELECT * FROM objects WHERE id = $0 AND version = $1", id.Value.ToArray(), Columns.Signed(version));
        return reader.Read() ? ObjectOf(reader) : null;
    });

    /// <summary>The unspent coins under a lock, by id, with the height after which that holds.</summary>
    /// <param name="encodedLock">The lock's canonical encoding.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    /// <param name="limit">1 to <see cref="LongestPage"/>.</param>
    /// <exception cref="PageCursorException">The cursor is of no such page.</exception>
    public (Page<ObjectRow> Coins, ulong Height) Coins(ReadOnlyMemory<byte> encodedLock, string? cursor, int limit)
    {
        byte[] after = cursor is null ? [] : PageCursor.Read(cursor, PageCursor.Coins, Hash256.SizeBytes);
        (List<ObjectRow> rows, ulong height) = Use(session => session.Consistent(() => (
            session.List(
                ObjectOf,
                "SELECT * FROM objects WHERE owner = $0 AND id > $1 AND spent_by IS NULL AND asset IS NOT NULL ORDER BY id LIMIT $2",
                Columns.Owner(encodedLock.Span),
                after,
                limit + 1),
            session.Height())));
        return (PageOf(rows, limit, row => PageCursor.Write(PageCursor.Coins, row.Object.Id.Value.ToArray())), height);
    }

    /// <summary>What a lock holds by asset, KMCC first, with the height after which that holds.</summary>
    /// <param name="encodedLock">The lock's canonical encoding.</param>
    public (IReadOnlyList<BalanceRow> Balances, ulong Height) Balances(ReadOnlyMemory<byte> encodedLock) =>
        Use(session => session.Consistent(() => (
            (IReadOnlyList<BalanceRow>)session.List(
                BalanceOf,
                "SELECT asset, amount, coins FROM balances WHERE owner = $0 AND coins > 0 ORDER BY asset LIMIT 1000",
                Columns.Owner(encodedLock.Span)),
            session.Height())));

    /// <summary>Units in coins by asset, KMCC first, with the height after which that holds.</summary>
    public (IReadOnlyList<KeyValuePair<AssetId, ulong>> Totals, ulong Height) Totals() =>
        Use(session => session.Consistent(() => (
            (IReadOnlyList<KeyValuePair<AssetId, ulong>>)session.List(
                reader => new KeyValuePair<AssetId, ulong>(Columns.Asset(Columns.Blob(reader, 0)), Columns.Unsigned(reader.GetInt64(1))),
                "SELECT asset, amount FROM totals ORDER BY asset LIMIT 10000"),
            session.Height())));

    /// <summary>How many transactions took effect, by kind, with the height after which that holds.</summary>
    public KindTotals Kinds() => Use(session => session.Consistent(() =>
    {
        ulong[] counts = new ulong[Enum.GetValues<TransactionKind>().Length];
        foreach ((int kind, ulong transactions) in session.List(
            static reader => (reader.GetInt32(0), Columns.Unsigned(reader.GetInt64(1))), "SELECT kind, transactions FROM kinds"))
        {
            counts[kind] = transactions;
        }

        return new KindTotals(
            counts[(int)TransactionKind.Transparent], counts[(int)TransactionKind.Ring], counts[(int)TransactionKind.Shielded], session.Height());
    }));

    /// <summary>The transactions that touched a lock, newest first, one row an asset.</summary>
    /// <param name="encodedLock">The lock's canonical encoding.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    /// <param name="limit">1 to <see cref="LongestPage"/>.</param>
    /// <exception cref="PageCursorException">The cursor is of no such page.</exception>
    public Page<HistoryRow> History(ReadOnlyMemory<byte> encodedLock, string? cursor, int limit)
    {
        byte[] key = cursor is null ? [] : PageCursor.Read(cursor, PageCursor.History, HistoryKeySizeBytes);
        (long height, int position, byte[] asset) = key.Length == 0
            ? (long.MaxValue, int.MaxValue, Array.Empty<byte>())
            : (Columns.Signed(BinaryPrimitives.ReadUInt64BigEndian(key)),
                BinaryPrimitives.ReadInt32BigEndian(key.AsSpan(8)),
                Columns.Asset(new AssetId(key.AsSpan(12))));
        List<(HistoryRow Row, int Position)> rows = Use(session => session.List(
            HistoryOf,
            """
            SELECT history.transaction_id, history.height, blocks.time, history.asset, history.received, history.spent, history.position
            FROM history JOIN blocks ON blocks.height = history.height
            WHERE owner = $0 AND (history.height, position, asset) < ($1, $2, $3)
            ORDER BY history.height DESC, position DESC, asset DESC LIMIT $4
            """,
            Columns.Owner(encodedLock.Span),
            height,
            position,
            asset,
            limit + 1));
        Page<(HistoryRow Row, int Position)> page = PageOf(rows, limit, last => PageCursor.Write(PageCursor.History, HistoryKey(last.Row, last.Position)));
        return new Page<HistoryRow>([.. page.Rows.Select(row => row.Row)], page.NextCursor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out ReadSession? session))
        {
            session.Dispose();
        }

        _turns.Dispose();
    }

    private static byte[] HistoryKey(HistoryRow row, int position)
    {
        byte[] key = new byte[HistoryKeySizeBytes];
        BinaryPrimitives.WriteUInt64BigEndian(key, row.Height);
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(8), position);
        row.Asset.Value.CopyTo(key.AsSpan(12));
        return key;
    }

    private static Page<TRow> PageOf<TRow>(List<TRow> rows, int limit, Func<TRow, string> cursor)
    {
        if (rows.Count <= limit)
        {
            return new Page<TRow>(rows, null);
        }

        rows.RemoveAt(limit);
        return new Page<TRow>(rows, cursor(rows[^1]));
    }

    private static BlockRow BlockOf(SqliteDataReader reader) => new(
        Columns.Unsigned(reader.GetInt64(0)),
        new BlockId(new Hash256(Columns.Blob(reader, 1))),
        Columns.Unsigned(reader.GetInt64(2)),
        new Timestamp(reader.GetInt64(3)),
        reader.GetInt32(4),
        reader.GetInt32(5),
        reader.IsDBNull(6) ? null : reader.GetInt32(6));

    private static ObjectRow ObjectOf(SqliteDataReader reader) => new(
        new IndexedObject(
            new ObjectId(new Hash256(Columns.Blob(reader, 0))),
            Columns.Unsigned(reader.GetInt64(1)),
            reader.GetInt32(2),
            Columns.Blob(reader, 4),
            Columns.OptionalBlob(reader, 5) is byte[] asset ? Columns.Asset(asset) : null,
            Columns.Unsigned(reader.GetInt64(6)),
            reader.IsDBNull(7) ? null : reader.GetString(7),
            Columns.OptionalBlob(reader, 8)),
        Columns.OptionalBlob(reader, 9) is byte[] createdBy ? new TransactionId(createdBy) : null,
        Columns.OptionalBlob(reader, 10) is byte[] spentBy ? new TransactionId(spentBy) : null);

    private static BalanceRow BalanceOf(SqliteDataReader reader) =>
        new(Columns.Asset(Columns.Blob(reader, 0)), Columns.Unsigned(reader.GetInt64(1)), reader.GetInt32(2));

    private static (HistoryRow Row, int Position) HistoryOf(SqliteDataReader reader) => (
        new HistoryRow(
            new TransactionId(Columns.Blob(reader, 0)),
            Columns.Unsigned(reader.GetInt64(1)),
            new Timestamp(reader.GetInt64(2)),
            Columns.Asset(Columns.Blob(reader, 3)),
            Columns.Unsigned(reader.GetInt64(4)),
            Columns.Unsigned(reader.GetInt64(5))),
        reader.GetInt32(6));

    private TResult Use<TResult>(Func<ReadSession, TResult> read)
    {
        _turns.Wait();
        try
        {
            if (!_idle.TryTake(out ReadSession? session))
            {
                session = new ReadSession(IndexSchema.OpenReader(_path));
            }

            TResult result = read(session);
            _idle.Add(session);
            return result;
        }
        finally
        {
            _turns.Release();
        }
    }
}
