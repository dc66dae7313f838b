using System.Runtime.InteropServices;
using Komandor.Primitives;
using Microsoft.Data.Sqlite;

namespace Komandor.Indexer;

/// <summary>Writes blocks into the tables. Balances are gathered over a batch of blocks and written once a lock and asset.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly Statement _block;
    private readonly Statement _executed;
    private readonly Statement _rejected;
    private readonly Statement _object;
    private readonly Statement _spend;
    private readonly Statement _history;
    private readonly Statement _addBalance;
    private readonly Statement _setBalance;
    private readonly Statement _balanceOf;
    private readonly Statement _total;
    private readonly Statement _totalOf;
    private readonly Statement _kind;
    private readonly Statement[] _all;
    private readonly Dictionary<BalanceKey, BalanceChange> _balances = [];
    private readonly List<KeyValuePair<BalanceKey, Flow>> _flows = [];
    private readonly long[] _kinds = new long[Enum.GetValues<TransactionKind>().Length];

    internal IndexWriter(SqliteConnection connection)
    {
        _block = new(connection, "INSERT INTO blocks VALUES ($0, $1, $2, $3, $4, $5, $6)", 7);

        // What took effect wins over what was refused before or elsewhere: an id takes effect once.
        _executed = new(
            connection,
            """
            INSERT INTO transactions VALUES ($0, $1, $2, $3, $4, NULL) ON CONFLICT(id) DO UPDATE SET
                witness_id = excluded.witness_id, height = excluded.height, position = excluded.position, fee = excluded.fee, fault = NULL
            """,
            5);
        _rejected = new(connection, "INSERT INTO transactions VALUES ($0, NULL, $1, NULL, 0, $2) ON CONFLICT(id) DO NOTHING", 3);
        _object = new(connection, "INSERT INTO objects VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)", 10);
        _spend = new(connection, "UPDATE objects SET spent_by = $2 WHERE id = $0 AND version = $1 RETURNING owner, asset, amount", 3);
        _history = new(connection, "INSERT INTO history VALUES ($0, $1, $2, $3, $4, $5, $6)", 7);
        _addBalance = new(
            connection,
            """
            INSERT INTO balances VALUES ($0, $1, $2, $3) ON CONFLICT(owner, asset) DO UPDATE SET
                amount = amount + excluded.amount, coins = coins + excluded.coins
            """,
            4);
        _setBalance = new(
            connection,
            """
            INSERT INTO balances VALUES ($0, $1, $2, $3) ON CONFLICT(owner, asset) DO UPDATE SET
                amount = excluded.amount, coins = excluded.coins
            """,
            4);
        _balanceOf = new(connection, "SELECT amount, coins FROM balances WHERE owner = $0 AND asset = $1", 2);
        _total = new(connection, "INSERT INTO totals VALUES ($0, $1) ON CONFLICT(asset) DO UPDATE SET amount = excluded.amount", 2);
        _totalOf = new(connection, "SELECT amount FROM totals WHERE asset = $0", 1);
        _kind = new(
            connection, "INSERT INTO kinds VALUES ($0, $1) ON CONFLICT(kind) DO UPDATE SET transactions = transactions + excluded.transactions", 2);
        _all = [_block, _executed, _rejected, _object, _spend, _history, _addBalance, _setBalance, _balanceOf, _total, _totalOf, _kind];
    }

    /// <summary>Binds the statements to a transaction.</summary>
    internal void Join(SqliteTransaction transaction)
    {
        _balances.Clear();
        Array.Clear(_kinds);
        foreach (Statement statement in _all)
        {
            statement.Join(transaction);
        }
    }

    /// <summary>Writes a block's rows.</summary>
    internal void Write(IndexedBlock block)
    {
        _block[0] = Columns.Signed(block.Height);
        _block[1] = block.Id.Value.ToArray();
        _block[2] = Columns.Signed(block.Round);
        _block[3] = block.Time.UnixMicroseconds;
        _block[4] = block.Transactions.Count;
        _block[5] = block.Rejections.Count;
        _block[6] = block.FinalityMs;
        _block.Execute();
        foreach (IndexedObject made in block.Created)
        {
            WriteObject(made, createdBy: null);
        }

        _flows.Clear();
        for (int position = 0; position < block.Transactions.Count; position++)
        {
            WriteTransaction(block, position);
        }

        foreach (IndexedRejection rejection in block.Rejections)
        {
            _rejected[0] = rejection.Id.Value.ToArray();
            _rejected[1] = Columns.Signed(block.Height);
            _rejected[2] = rejection.Fault;
            _rejected.Execute();
        }
    }

    /// <summary>Writes what the balances and the counts of the batch came to.</summary>
    internal void Flush()
    {
        for (int kind = 0; kind < _kinds.Length; kind++)
        {
            if (_kinds[kind] > 0)
            {
                _kind[0] = kind;
                _kind[1] = _kinds[kind];
                _kind.Execute();
            }
        }

        Dictionary<AssetId, ulong> totals = [];
        foreach ((BalanceKey key, BalanceChange change) in _balances)
        {
            totals[key.Asset] = unchecked(totals.GetValueOrDefault(key.Asset) + change.Amount);
            WriteBalance(key, change);
        }

        foreach ((AssetId asset, ulong change) in totals)
        {
            _totalOf[0] = Columns.Asset(asset);
            using (SqliteDataReader reader = _totalOf.Read())
            {
                _total[1] = Columns.Signed(unchecked((reader.Read() ? Columns.Unsigned(reader.GetInt64(0)) : 0) + change));
            }

            _total[0] = Columns.Asset(asset);
            _total.Execute();
        }

        _balances.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Statement statement in _all)
        {
            statement.Dispose();
        }
    }

    private void WriteTransaction(IndexedBlock block, int position)
    {
        IndexedTransaction transaction = block.Transactions[position];
        _kinds[(int)transaction.Kind]++;
        byte[] id = transaction.Id.Value.ToArray();
        long height = Columns.Signed(block.Height);
        _executed[0] = id;
        _executed[1] = transaction.WitnessId.Value.ToArray();
        _executed[2] = height;
        _executed[3] = position;
        _executed[4] = Columns.Signed(transaction.Fee);
        _executed.Execute();
        _flows.Clear();
        foreach (IndexedInput input in transaction.Inputs)
        {
            Spend(input, id);
        }

        foreach (IndexedObject output in transaction.Outputs)
        {
            WriteObject(output, id);
        }

        foreach ((BalanceKey key, Flow flow) in _flows)
        {
            _history[0] = key.OwnerBytes();
            _history[1] = height;
            _history[2] = position;
            _history[3] = Columns.Asset(key.Asset);
            _history[4] = Columns.Signed(flow.Received);
            _history[5] = Columns.Signed(flow.Spent);
            _history[6] = id;
            _history.Execute();
        }
    }

    private void Spend(IndexedInput input, byte[] spentBy)
    {
        _spend[0] = input.Id.Value.ToArray();
        _spend[1] = Columns.Signed(input.Version);
        _spend[2] = spentBy;
        using SqliteDataReader reader = _spend.Read();
        Invariant.Require(reader.Read(), "A final block uses an object that the index does not know.");
        if (Columns.OptionalBlob(reader, 1) is byte[] asset)
        {
            BalanceKey key = new(Columns.Blob(reader, 0), Columns.Asset(asset));
            ulong amount = Columns.Unsigned(reader.GetInt64(2));
            Count(key, amount, coins: -1);
            AddFlow(key, new Flow(0, amount));
        }
    }

    private void WriteObject(IndexedObject made, byte[]? createdBy)
    {
        byte[] owner = Columns.Owner(made.Lock.Span);
        _object[0] = made.Id.Value.ToArray();
        _object[1] = Columns.Signed(made.Version);
        _object[2] = made.Type;
        _object[3] = owner;
        _object[4] = made.Lock.ToArray();
        _object[5] = made.Asset is AssetId asset ? Columns.Asset(asset) : null;
        _object[6] = Columns.Signed(made.Amount);
        _object[7] = made.Label;
        _object[8] = made.Content;
        _object[9] = createdBy;
        _object.Execute();
        if (made.Asset is AssetId coin)
        {
            BalanceKey key = new(owner, coin);
            Count(key, made.Amount, coins: 1);
            AddFlow(key, new Flow(made.Amount, 0));
        }
    }

    // Modulo 2⁶⁴: a batch may take out what an earlier one put in, and the sum comes out right.
    private void Count(BalanceKey key, ulong amount, int coins)
    {
        ref BalanceChange change = ref CollectionsMarshal.GetValueRefOrAddDefault(_balances, key, out _);
        change = new BalanceChange(unchecked(coins > 0 ? change.Amount + amount : change.Amount - amount), change.Coins + coins);
    }

    // All KMCC together are below 2⁶³ units, so SQLite can add them, in one statement. It cannot add what may exceed that.
    private void WriteBalance(BalanceKey key, BalanceChange change)
    {
        byte[] owner = key.OwnerBytes();
        byte[] asset = Columns.Asset(key.Asset);
        Statement statement = key.Asset == AssetId.Kmcc ? _addBalance : _setBalance;
        if (key.Asset != AssetId.Kmcc)
        {
            _balanceOf[0] = owner;
            _balanceOf[1] = asset;
            using SqliteDataReader reader = _balanceOf.Read();
            if (reader.Read())
            {
                change = new BalanceChange(unchecked(change.Amount + Columns.Unsigned(reader.GetInt64(0))), change.Coins + reader.GetInt32(1));
            }
        }

        statement[0] = owner;
        statement[1] = asset;
        statement[2] = Columns.Signed(change.Amount);
        statement[3] = change.Coins;
        statement.Execute();
    }

    // A transaction touches few locks, or, at most, 2 048; a list is searched from its end, where the last touched one stands.
    private void AddFlow(BalanceKey key, Flow flow)
    {
        Span<KeyValuePair<BalanceKey, Flow>> flows = CollectionsMarshal.AsSpan(_flows);
        for (int index = flows.Length - 1; index >= 0; index--)
        {
            if (flows[index].Key == key)
            {
                Flow sum = flows[index].Value;
                flows[index] = new(key, new Flow(sum.Received + flow.Received, sum.Spent + flow.Spent));
                return;
            }
        }

        _flows.Add(new(key, flow));
    }

    private readonly record struct BalanceKey(UInt128 Owner, AssetId Asset)
    {
        internal BalanceKey(byte[] owner, AssetId asset)
            : this(MemoryMarshal.Read<UInt128>(owner), asset)
        {
        }

        internal byte[] OwnerBytes()
        {
            byte[] bytes = new byte[Columns.OwnerSizeBytes];
            MemoryMarshal.Write(bytes, Owner);
            return bytes;
        }
    }

    private readonly record struct BalanceChange(ulong Amount, int Coins);

    private readonly record struct Flow(ulong Received, ulong Spent);
}
