using System.Buffers.Binary;
using System.Security.Cryptography;
using Komandor.Primitives;

namespace Komandor.Indexer.Tests;

/// <summary>A chain of made-up payments that grows deterministically; also the block store that the index follows.</summary>
internal sealed class TestChain(int seed) : IFinalBlocks
{
    internal const int Owners = 12;

    private readonly Random _random = new(seed);
    private readonly List<IndexedBlock> _blocks = [];
    private readonly List<IndexedObject> _unspent = [];
    private ulong _next;

    internal static ChainId Chain { get; } = new(Hash(0));

    internal IReadOnlyList<IndexedBlock> Blocks => _blocks;

    /// <summary>How many of the blocks a reader sees; the rest is not final yet.</summary>
    internal ulong Final { get; set; } = ulong.MaxValue;

    public IndexedBlock? Read(ulong height) => height < (ulong)_blocks.Count && height <= Final ? _blocks[(int)height] : null;

    internal static Hash256 Hash(ulong number)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        return new Hash256(SHA256.HashData(bytes));
    }

    internal static byte[] Lock(int owner) => [1, (byte)owner];

    internal TestChain Genesis(ulong amount = 1_000_000)
    {
        List<IndexedObject> created = [];
        for (int owner = 0; owner < Owners; owner++)
        {
            created.Add(Coin(owner, amount, owner == 0 ? new AssetId(Hash(99)) : AssetId.Kmcc));
        }

        _unspent.AddRange(created);
        Add([], [], created);
        return this;
    }

    /// <summary>Adds a block of payments from random coins to random owners.</summary>
    internal TestChain Pay(int transactions, int rejections = 0)
    {
        List<IndexedTransaction> executed = [];
        for (int index = 0; index < transactions; index++)
        {
            int chosen = _random.Next(_unspent.Count);
            IndexedObject coin = _unspent[chosen];
            _unspent.RemoveAt(chosen);
            ulong paid = coin.Amount / 3;
            IndexedObject[] outputs =
                [Coin(_random.Next(Owners), paid, coin.Asset!.Value), Coin(_random.Next(Owners), coin.Amount - paid - Math.Min(1, coin.Amount), coin.Asset.Value)];
            _unspent.AddRange(outputs);
            executed.Add(new IndexedTransaction(
                new TransactionId(Hash(Next())), new WitnessTransactionId(Hash(Next())), 1, [new IndexedInput(coin.Id, coin.Version)], outputs)
            {
                Kind = (TransactionKind)(index % 3),
            });
        }

        Add(executed, [.. Enumerable.Range(0, rejections).Select(_ => new IndexedRejection(new TransactionId(Hash(Next())), "ObjectMissing"))], []);
        return this;
    }

    internal void Add(
        IReadOnlyList<IndexedTransaction> transactions, IReadOnlyList<IndexedRejection> rejections, IReadOnlyList<IndexedObject> created)
    {
        ulong height = (ulong)_blocks.Count;
        _blocks.Add(new IndexedBlock(
            height, new BlockId(Hash(1_000_000_000 + height)), height * 2, new Timestamp(1_000_000 * (long)height), 100, transactions, rejections, created));
    }

    /// <summary>What an owner holds, counted from the blocks alone.</summary>
    internal Dictionary<AssetId, (ulong Amount, int Coins)> Balances(int owner, ulong height)
    {
        Dictionary<ObjectId, IndexedObject> coins = [];
        foreach (IndexedBlock block in _blocks.Where(block => block.Height <= height))
        {
            foreach (IndexedObject made in block.Created.Concat(block.Transactions.SelectMany(transaction => transaction.Outputs)))
            {
                coins.Add(made.Id, made);
            }

            foreach (IndexedInput used in block.Transactions.SelectMany(transaction => transaction.Inputs))
            {
                coins.Remove(used.Id);
            }
        }

        return coins.Values.Where(coin => coin.Lock.Span.SequenceEqual(Lock(owner))).GroupBy(coin => coin.Asset!.Value)
            .ToDictionary(group => group.Key, group => (group.Aggregate(0ul, (sum, coin) => sum + coin.Amount), group.Count()));
    }

    private IndexedObject Coin(int owner, ulong amount, AssetId asset) =>
        new(new ObjectId(Hash(Next())), 0, 1, Lock(owner), asset, amount, null, null);

    private ulong Next() => ++_next + 1000 + ((ulong)seed << 32);
}
