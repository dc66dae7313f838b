using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;

namespace Komandor.Node.Tests.Api;

/// <summary>A node that answers every method with fixed data.</summary>
internal sealed class FakeNodeApi : INodeApi
{
    internal const string Memo = "<script>alert(1)</script>";

    private static readonly Hash256 _hash = Hash256.Parse(new string('a', 64));
    private readonly ConcurrentBag<Channel<BlockSummary>> _readers = [];

    /// <summary>Runs before each answer.</summary>
    internal Func<object, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    internal int Subscribers => _readers.Count;

    internal ConcurrentQueue<object> Calls { get; } = new();

    internal static BlockSummary Summary(ulong height) =>
        new(height, new BlockId(_hash), height * 2, new Timestamp(1_800_000_000_000_000), 1, 0, true, 120);

    public async Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull
    {
        Calls.Enqueue(parameters);
        await Before(parameters, cancellationToken);
        return (TResult)Answer(method.Name);
    }

    public async IAsyncEnumerable<BlockSummary> BlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<BlockSummary> channel = Channel.CreateUnbounded<BlockSummary>();
        _readers.Add(channel);
        await foreach (BlockSummary block in channel.Reader.ReadAllAsync(cancellationToken))
        {
            yield return block;
        }
    }

    internal void Publish(BlockSummary block)
    {
        foreach (Channel<BlockSummary> reader in _readers)
        {
            reader.Writer.TryWrite(block);
        }
    }

    private static object Answer(string method)
    {
        CertifiedHeaderBytes header = new("00", "01", "02");
        TransactionId id = new(_hash);
        ObjectSummary coin = new(new ObjectId(_hash), 0, "coin", AssetId.Kmcc, ulong.MaxValue, "key(00)", null, null);
        return method switch
        {
            "chain_info" => new ChainInfo(
                "test", "kmdt", new ChainId(_hash), new ShardId(1), 7, new BlockId(_hash), 14, new Timestamp(1), _hash, 2, 86_400_000, "komandor/0.1")
            {
                Transactions = new TransactionTotals(5, 2, 3, 7),
            },
            "chain_genesis" => new EncodedGenesis("00", "{}"),
            "chain_block" => new BlockDetails(
                Summary(7), 1, 0, new ShardId(1), new BlockId(_hash), _hash, _hash, _hash, _hash, _hash, 0, new MemberId(2), [new MemberId(2)], 900,
                [new ReceiptSummary(id, true, null, 5)]),
            "chain_blocks" => new BlockPage([Summary(7), Summary(6)], "AQ"),
            "chain_header" => header,
            "transaction_submit" => new SubmitResult(id, new Timestamp(5)),
            "transaction_get" => new TransactionDetails(
                id, TransactionState.Final, null, new WitnessTransactionId(_hash), 7, new BlockId(_hash), 0, new Timestamp(9), 130, 5, 50, 300, Memo,
                new Timestamp(99), [coin], [coin]),
            "transaction_prove" => new TransactionProofBytes("00", "01", header),
            "object_get" => new ObjectDetails(coin, true, null, id, null),
            "object_prove" => new ObjectProofBytes("00", null, "01", header),
            "address_coins" => new CoinPage([coin], null, 7),
            "address_prove" => new ProvedCoinPage([new ProvedCoin("00", "01", "02")], null, header),
            "address_balance" => new AddressBalance("key(00)", null, [new AssetAmount(AssetId.Kmcc, 3, 1)], 7),
            "address_history" => new AddressHistory([new AddressEntry(id, 7, new Timestamp(9), AssetId.Kmcc, 3, 0)], null),
            "network_status" => new NetworkStatus(
                new MemberId(0), [new MemberStatus(new MemberId(0), default, 1, true, 0.5, 3, 10, null)], 14, 13, 7, 1.5, 100, 300, 0, true, null, null, 9, 1000),
            "state_supply" => new SupplyReport([new AssetSupply(AssetId.Kmcc, "KMCC", 10, 9, 1)], true, 7, _hash),
            "pool_list" => new PoolReport([new PoolSummary("00", "ring", AssetId.Kmcc, 5, 2, null, 0)], 64, 16, 2048, 4096, 0, 7),
            "private_blocks" => new PrivateBlockPage(
                [new PrivateBlock(7, new BlockId(_hash), new Timestamp(9), [new PrivateTransaction(id, "00", "ring", ["01"], ["02"], "03", "04", 1, 0, 5)])], 8, 7),
            "private_notes" => new PrivateNotePage(["00"], 0, 1, 7),
            "private_anchors" => new PrivateAnchorPage([new PrivateAnchor(0, 1, new BlockId(_hash))], 0, 7),
            "private_tag" => new SpentTagProofBytes(true, "00", "01", "02", "03", header),
            _ => throw new InvalidOperationException(method),
        };
    }
}
