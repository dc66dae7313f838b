using System.Collections.Immutable;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Benchmarks;

/// <summary>The ledger alone, on one thread and a state in memory: payments with one input, two outputs and distinct signers.</summary>
internal sealed class LedgerBenchmark : IBenchmark
{
    private const int Payments = 20_000;
    private const int BlockSize = 1_000;

    /// <inheritdoc/>
    public string Name => "ledger";

    /// <inheritdoc/>
    public string Summary => "decode, verify and execute payments of one input and two outputs";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        log.WriteLine("making payments");
        SigningKey[] keys = [.. Enumerable.Range(0, Payments).Select(MakeKey)];
        if (!Genesis.TryParse(MakeGenesis(keys), out Genesis? genesis, out GenesisFault fault))
        {
            throw new InvalidOperationException($"The genesis is refused: {fault}");
        }

        MemoryState state = new();
        state.Apply(genesis.InitialState());
        byte[][] encoded = [.. Enumerable.Range(0, Payments).Select(index => MakePayment(genesis, keys, index))];

        // A first round over the same work lets the compiler settle.
        Measure(genesis, state.Copy(), encoded, out _, out _, out _);
        Measure(genesis, state, encoded, out double decode, out double verify, out double execute);
        return
        [
            new Figure("payment size", encoded[0].Length, "bytes"),
            new Figure("decode", Payments / decode, "tx/cpu-s"),
            new Figure("verify", Payments / verify, "tx/cpu-s"),
            new Figure("execute", Payments / execute, "tx/cpu-s"),
            new Figure("decode and execute", Payments / (decode + execute), "tx/cpu-s"),
            new Figure("decode, verify and execute", Payments / (decode + verify + execute), "tx/cpu-s"),
        ];
    }

    private static void Measure(
        Genesis genesis, MemoryState state, byte[][] encoded, out double decode, out double verify, out double execute)
    {
        Transaction[] transactions = new Transaction[encoded.Length];
        decode = CpuClock.Measure(() =>
        {
            for (int index = 0; index < encoded.Length; index++)
            {
                Invariant.Require(Transaction.TryDecode(encoded[index], out transactions[index]!, out _));
            }
        });
        VerifiedTransaction?[] verified = new VerifiedTransaction?[encoded.Length];
        verify = CpuClock.Measure(() =>
            new TransactionVerifier(genesis.ChainId, genesis.Shard).VerifyBatch(transactions, verified, new LedgerFault[encoded.Length]));
        int executed = 0;
        execute = CpuClock.Measure(() =>
        {
            BlockHeader tip = genesis.Header(Hash256.Zero);
            for (int start = 0; start < verified.Length; start += BlockSize)
            {
                ExecutedBlock block = BlockExecutor.Execute(
                    new BlockInput
                    {
                        Parent = tip,
                        Round = tip.Round + 1,
                        ConsensusTime = tip.Timestamp.Plus(Timestamp.PerMillisecond),
                        Transactions = new ArraySegment<VerifiedTransaction>(verified!, start, BlockSize),
                        Roster = genesis.Roster,
                        NextRoster = genesis.Roster,
                    },
                    state, genesis.Parameters, SerialForkJoin.Instance);
                tip = block.Seal(Hash256.Zero).Header;
                executed += block.Transactions.Length;
                state.Apply(block.Changes);
            }
        });
        Invariant.Require(executed == encoded.Length);
    }

    private static SigningKey MakeKey(int index)
    {
        byte[] seed = new byte[SigningKey.SeedSizeBytes];
        BitConverter.TryWriteBytes(seed, index + 1);
        return new SigningKey(seed);
    }

    private static byte[] MakeGenesis(SigningKey[] keys) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new
    {
        network = "bench",
        addressPrefix = "kmdt",
        time = "2026-01-01T00:00:00Z",
        shard = 0,
        parameters = new { workPrice = 1, validityHorizonSeconds = 86400, weakSubjectivitySeconds = 1209600 },
        members = new[] { new { id = 1, key = keys[0].PublicKey.ToString(), weight = 1 } },
        allocations = keys.Select(key => new { to = $"key({key.PublicKey})", units = 1_000_000 }),
    });

    private static byte[] MakePayment(Genesis genesis, SigningKey[] keys, int index)
    {
        Ledger.Lock owner = genesis.Allocations[index].Lock;
        TransactionBody body = new TransactionDraft
        {
            ChainId = genesis.ChainId,
            Shard = genesis.Shard,
            Inputs = [new TransactionInput(genesis.ObjectOf(index), 1)],
            Outputs = ImmutableArray.Create(
                TransactionOutput.Coin(genesis.Allocations[(index + 1) % Payments].Lock, AssetId.Kmcc, 1000),
                TransactionOutput.Coin(owner, AssetId.Kmcc, 998_000)),
            Fee = 1000,
            ValidUntil = genesis.Time.Plus(3600 * Timestamp.PerSecond),
        }.Build();
        return Transaction.Create(body, Witness.Sign(owner, keys[index], body)).Encoded.ToArray();
    }

    private sealed class MemoryState : ILedgerState
    {
        private Dictionary<Hash256, byte[]> _entries = [];

        public ulong Version => 0;

        public Hash256 Root => Hash256.Zero;

        public byte[]? Get(Hash256 key) => _entries.GetValueOrDefault(key);

        public bool IsSpent(ObjectId tag) => false;

        public StateProof Prove(Hash256 key) => throw new NotSupportedException();

        internal MemoryState Copy() => new() { _entries = new Dictionary<Hash256, byte[]>(_entries) };

        internal void Apply(IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes)
        {
            foreach ((Hash256 key, byte[]? value) in changes)
            {
                if (value is null)
                {
                    _entries.Remove(key);
                }
                else
                {
                    _entries[key] = value;
                }
            }
        }
    }
}
