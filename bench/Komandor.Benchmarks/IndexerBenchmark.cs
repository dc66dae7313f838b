using System.Diagnostics;
using System.Security.Cryptography;
using Komandor.Indexer;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>How fast the read models follow: 1-in/2-out payments, each coin under a lock of its own.</summary>
internal sealed class IndexerBenchmark : IBenchmark
{
    private const int Blocks = 200;
    private const int TransactionsPerBlock = 500;

    /// <inheritdoc/>
    public string Name => "indexer";

    /// <inheritdoc/>
    public string Summary => "read models in SQLite: 1-in/2-out payments to fresh locks";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        log.WriteLine("Making blocks...");
        List<IndexedBlock> blocks = Make();
        string folder = Directory.CreateTempSubdirectory("komandor-index-").FullName;
        try
        {
            using BlockIndex index = new(Path.Combine(folder, "index.sqlite"), new ChainId(Hash256.Zero));
            log.WriteLine("Indexing...");
            Stopwatch wall = Stopwatch.StartNew();
            double cpuSeconds = CpuClock.Measure(() =>
            {
                // Ten blocks a batch: what a node that is a few seconds behind does.
                foreach (IndexedBlock[] batch in blocks.Chunk(10))
                {
                    index.Apply(batch);
                }
            });
            double seconds = wall.Elapsed.TotalSeconds;
            const double Transactions = (double)Blocks * TransactionsPerBlock;
            long sizeBytes = Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length);
            return
            [
                new Figure("transactions per second", Transactions / seconds, "tx/s"),
                new Figure("transactions per cpu-second", Transactions / cpuSeconds, "tx/cpu-s"),
                new Figure("bytes on disk a transaction", sizeBytes / Transactions, "bytes"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<IndexedBlock> Make()
    {
        Queue<IndexedObject> coins = new();
        for (int index = 0; index < TransactionsPerBlock; index++)
        {
            coins.Enqueue(Coin(1_000_000_000));
        }

        List<IndexedBlock> blocks = [new(0, new BlockId(Fresh()), 0, default, null, [], [], [.. coins])];
        for (int height = 1; height <= Blocks; height++)
        {
            IndexedTransaction[] transactions = new IndexedTransaction[TransactionsPerBlock];
            for (int index = 0; index < transactions.Length; index++)
            {
                IndexedObject coin = coins.Dequeue();
                IndexedObject[] outputs = [Coin(coin.Amount / 2), Coin(coin.Amount / 2)];
                coins.Enqueue(outputs[0]);
                coins.Enqueue(outputs[1]);
                transactions[index] = new(
                    new TransactionId(Fresh()), new WitnessTransactionId(Fresh()), 1, [new IndexedInput(coin.Id, coin.Version)], outputs);
            }

            blocks.Add(new((ulong)height, new BlockId(Fresh()), (ulong)height, new Timestamp(height), 100, transactions, [], []));
        }

        return blocks;
    }

    private static IndexedObject Coin(ulong amount) =>
        new(new ObjectId(Fresh()), 0, 1, RandomNumberGenerator.GetBytes(34), AssetId.Kmcc, amount, null, null);

    private static Hash256 Fresh() => new(RandomNumberGenerator.GetBytes(Hash256.SizeBytes));
}
