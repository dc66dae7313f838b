using System.Buffers.Binary;
using Komandor.Consensus;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Node.Storage;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.State;

namespace Komandor.Benchmarks;

/// <summary>One member of ten executes payments, and gives up all blocks that it may. What its store then holds of them is counted, key by key.</summary>
internal static class KeptHistory
{
    private const int Members = 10;
    private const int WholeBlocks = 8;

    /// <summary>The bytes that the member keeps of each byte of the blocks that it gave up: pieces, paths, index, certificates of seven members, and what the state says.</summary>
    /// <param name="payments">How many payments are made.</param>
    /// <param name="perBlock">How many stand in a block.</param>
    internal static Figure Measure(int payments, int perBlock)
    {
        string folder = Directory.CreateTempSubdirectory("komandor-archive-").FullName;
        SigningKey[] keys = [.. Enumerable.Range(1, Members).Select(Payments.MakeKey)];
        try
        {
            using Payments source = new([.. keys.Select(key => key.PublicKey)], payments, DateTimeOffset.UnixEpoch.AddYears(57));
            using RocksKeyValueStore store = new(Path.Combine(folder, "store"));
            ChainContext chain = new(source.Genesis);
            ReplicaSettings settings = new() { Self = new MemberId(4), HistoryBlocks = WholeBlocks };
            Executor executor = new(settings, chain, store, new FolderStateFiles(Path.Combine(folder, "state")), SerialForkJoin.Instance);
            List<ReplicaEffect> effects = [];
            executor.Start(default, effects);
            Write(store, effects);
            Archivist archivist = new(settings, chain, store, executor.State, SerialForkJoin.Instance);
            Dictionary<ulong, long> sizes = [];
            VerifiedTransaction[] verified = Verified(source, payments);
            for (int round = 1; (round - 1) * perBlock < payments; round++)
            {
                VerifiedTransaction[] ordered = verified[((round - 1) * perBlock)..Math.Min(payments, round * perBlock)];
                Moment moment = new(source.Genesis.Time.Plus(round), round * 100_000L, 0);
                OrderedRound decided = new(round, moment.Now, ordered, ConsensusSnapshot.Genesis with { Round = round });
                Carry(store, moment, executor.Handle, new RoundOrdered(decided));
                byte[] block = new BlockStore(store).EncodedBlock((ulong)round)!;
                sizes.Add((ulong)round, block.Length);
                Certify(store, (ulong)round, keys);
                Carry(store, moment, archivist.Handle, new Tick());
            }

            return new Figure(
                $"archive bytes kept, 7 of 10, blocks of {sizes.Values.Average() / 1000:F0} kB", Share(store, executor.State, archivist.Status(), sizes), "bytes/byte");
        }
        finally
        {
            Array.ForEach(keys, key => key.Dispose());
            Directory.Delete(folder, recursive: true);
        }
    }

    private delegate void Machine(ReplicaInput input, in Moment moment, List<ReplicaEffect> effects);

    private static void Carry(RocksKeyValueStore store, Moment moment, Machine machine, ReplicaInput input)
    {
        List<ReplicaEffect> effects = [];
        machine(input, moment, effects);
        Write(store, effects);
    }

    private static void Write(RocksKeyValueStore store, List<ReplicaEffect> effects)
    {
        foreach (ReplicaEffect effect in effects)
        {
            KeyValueBatch? batch = effect switch
            {
                CommitBlock commit => commit.Batch,
                WriteState write => write.Batch,
                RoundApplied => null,
                _ => throw new InvariantViolationException($"The benchmark did not expect {effect}."),
            };
            if (batch is not null)
            {
                store.Write(batch, durable: false);
            }
        }
    }

    // docs/protocol/store.md: the entries that a block's certificate makes.
    private static void Certify(RocksKeyValueStore store, ulong height, SigningKey[] keys)
    {
        BlockId id = new BlockStore(store).Header(height)!.Id;
        Certificate certificate = new(id, [.. keys.Take(7).Select((key, index) => HeaderSignature.Sign(id, new MemberId((uint)index + 1), key))]);
        byte[] number = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, height);
        KeyValueBatch batch = new();
        batch.Put([(byte)'C', .. number], certificate.Encode());
        batch.Put([(byte)'M', (byte)'f'], number);
        store.Write(batch, durable: false);
    }

    private static double Share(RocksKeyValueStore store, IStateStore state, ArchiveStatus status, Dictionary<ulong, long> sizes)
    {
        Invariant.Require(status.GivenUp >= 3 && status.GivenUp + 2 >= status.Segments);
        long given = sizes.Where(block => block.Key < status.WholeFrom).Sum(block => block.Value);
        long kept = Count(store, 'A', status.GivenUp) + Count(store, 'P', status.GivenUp) + Count(store, 'C', status.WholeFrom);
        Invariant.Require(Count(store, 'B', status.WholeFrom) == new BlockStore(store).EncodedBlock(0)!.Length + 9);
        for (ulong number = 0; number < status.GivenUp; number++)
        {
            // The entry, and as much again for its place in the state's tree and index.
            kept += 2 * (Hash256.SizeBytes + state.Get(Segment.StateKey(number))!.Length);
        }

        return (double)kept / given;
    }

    // All entries of a kind whose number is below a limit, with their keys.
    private static long Count(RocksKeyValueStore store, char kind, ulong below) => store.Scan([(byte)kind], [(byte)kind])
        .TakeWhile(entry => BinaryPrimitives.ReadUInt64BigEndian(entry.Key.AsSpan(1)) < below).Sum(entry => (long)entry.Key.Length + entry.Value.Length);

    private static VerifiedTransaction[] Verified(Payments payments, int count)
    {
        Transaction[] made = [.. Enumerable.Range(0, count).Select(index => payments.Make(index, payments.Genesis.Time))];
        VerifiedTransaction?[] verified = new VerifiedTransaction?[made.Length];
        new TransactionVerifier(payments.Genesis.ChainId, payments.Genesis.Shard).VerifyBatch(made, verified, new LedgerFault[made.Length]);
        return [.. verified.Select(one => one!)];
    }
}
