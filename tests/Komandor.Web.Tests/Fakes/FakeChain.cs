using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;

namespace Komandor.Web.Tests.Fakes;

/// <summary>A small chain, always the same: what a node would tell about it.</summary>
internal sealed class FakeChain
{
    public const string Alice = "kmdev1qy352eufqy352eufqy352eufqy352eufqy352eufqy352euf0z8l3w";
    public const string Bob = "kmdev1qtr7hw04qtr7hw04qtr7hw04qtr7hw04qtr7hw04qtr7hw04x2c9ks";
    public const string Nobody = "kmdev1qzzzzzzzqzzzzzzzqzzzzzzzqzzzzzzzqzzzzzzzqzzzzzzzq0000";

    /// <summary>What a stranger wrote into a memo, a record and an asset's name.</summary>
    public const string Hostile = "<script>alert(1)</script><img src=x onerror=\"alert('2')\">&amp; 'hello'";

    public static readonly AssetId Gold = new(Id("gold"));
    public static readonly Timestamp Start = Timestamp.From(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    public static readonly string Final = Id("final").ToString();
    public static readonly string Pending = Id("pending").ToString();
    public static readonly string Rejected = Id("rejected").ToString();
    public static readonly string Expired = Id("expired").ToString();
    public static readonly string RecordObject = Id("record").ToString();

    public FakeChain(int blocks)
    {
        Add(Transaction(Final, TransactionState.Final, 1, Hostile));
        Add(Transaction(Pending, TransactionState.Pending, null, "for the books"));
        Add(Transaction(Rejected, TransactionState.Rejected, 2, null) with { Fault = "ObjectVersionMismatch" });
        Add(Transaction(Expired, TransactionState.Expired, null, null));
        Objects[RecordObject] = new ObjectDetails(
            new ObjectSummary(new ObjectId(Id("record")), 3, "record", null, null, LockOf(Alice), Alice, Hostile), true, Hostile,
            new TransactionId(Id("final")), null);
        for (int index = 0; index < blocks; index++)
        {
            Advance(Start.Plus(index * 700L * Timestamp.PerMillisecond));
        }
    }

    public List<BlockDetails> Blocks { get; } = [];

    public Dictionary<string, TransactionDetails> Transactions { get; } = [];

    public Dictionary<string, ObjectDetails> Objects { get; } = [];

    public Dictionary<string, List<AddressEntry>> Histories { get; } = [];

    public Dictionary<string, List<AssetAmount>> Balances { get; } = new()
    {
        [Alice] = [new(AssetId.Kmcc, 123_456_789_012_345, 32), new(Gold, 42, 1)],
        [Bob] = [new(AssetId.Kmcc, 1, 1)],
    };

    public ulong Supplied { get; set; } = 5_000_000_000UL * 100_000_000;

    public bool Conserved { get; set; } = true;

    public string? NotReadyReason { get; set; }

    public ChainInfo Info => new(
        "development", "kmdev", new ChainId(Id("chain")), new ShardId(0), Height, Newest?.Id ?? default, Newest?.Round ?? 0, Newest?.Time ?? Start,
        Id($"state {Height}"), 12, 3_600_000, "komandor/0.1.0")
    {
        Transactions = new TransactionTotals(71_002, 1_234, 56_789, Height),
    };

    public NetworkStatus Network => new(
        new MemberId(1), [.. Enumerable.Range(1, 4).Select(Member)], (Newest?.Round ?? 0) + 3, (Newest?.Round ?? 0) + 1, Height,
        TransactionsPerSecond: 198.34, FinalityMsP50: 212, FinalityMsP99: 640, Waiting: 17, NotReadyReason is null, NotReadyReason,
        NotReadyReason is null ? null : "Block 12 of 130, about 40 s left.", EventsPerSecond: 88, DatabaseSizeBytes: 734_003_200);

    public SupplyReport Supply => new(
        [
            new AssetSupply(AssetId.Kmcc, "KMCC", Supplied, Supplied - 8_123_456_789, 8_123_456_789),
            new AssetSupply(Gold, "Gold <b>1 g</b>", 1_000, 1_000, 0),
        ],
        Conserved, Height, Id($"state {Height}"));

    public PoolReport Pools => new(
        [
            new PoolSummary("ring", "ring", AssetId.Kmcc, 12_345_000_000_000, 4_321, null, 0),
            new PoolSummary("shielded", "shielded", AssetId.Kmcc, 67_800_000_000_000, 98_765, Start.Plus(3_600 * Timestamp.PerSecond), 1),
        ],
        64, 16, 2_048, 4_096, 128, Height);

    private ulong Height => Newest?.Height ?? 0;

    private BlockSummary? Newest => Blocks.Count == 0 ? null : Blocks[^1].Summary;

    public static Hash256 Id(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    public static string LockOf(string address) => $"key({Id(address)})";

    public static void RequireAddress(string address)
    {
        if (address is not (Alice or Bob or Nobody) && !address.StartsWith("kmdev1q", StringComparison.Ordinal))
        {
            throw new ApiException(
                ApiErrorCode.InvalidParameters, "This is no address of this network and no lock: addresses begin with kmdev1.");
        }
    }

    /// <summary>One more block at <paramref name="time"/>.</summary>
    public void Advance(Timestamp time)
    {
        ulong height = (ulong)Blocks.Count + 1;
        int executed = (int)((height * 7919) % 190) + 4;
        List<ReceiptSummary> receipts = [];
        for (int index = 0; index < Math.Min(executed, 8); index++)
        {
            string id = height == 1 && index == 0 ? Final : Id($"transaction {height}.{index}").ToString();
            receipts.Add(new ReceiptSummary(new TransactionId(Hash256.Parse(id)), true, null, 2_400));
            Add(Transactions.GetValueOrDefault(id) ?? Transaction(id, TransactionState.Final, height, null));
            AddEntry(id, height, time);
        }

        if (height % 9 == 2)
        {
            receipts.Add(new ReceiptSummary(new TransactionId(Hash256.Parse(Rejected)), false, "ObjectVersionMismatch", 0));
        }

        BlockSummary summary = new(
            height, new BlockId(Id($"block {height}")), height * 2 + 5, time, executed, receipts.Count(one => !one.Executed), true, 180 + (int)(height % 70));
        Blocks.Add(new BlockDetails(
            summary, 1, 0, new ShardId(0), new BlockId(Id($"block {height - 1}")), Id("roster"), Id("roster"), Id($"transactions {height}"),
            Id($"state {height}"), Id($"receipts {height}"), 0, new MemberId((uint)(height % 4) + 1),
            [new MemberId(1), new MemberId(2), new MemberId(4)], 4_210, receipts));
    }

    /// <summary>The newest block awaits its certificate.</summary>
    public void Unfinish() => Blocks[^1] = Blocks[^1] with { Summary = Blocks[^1].Summary with { Final = false, FinalityMs = null }, Signers = [] };

    private static TransactionDetails Transaction(string id, TransactionState state, ulong? height, string? memo)
    {
        bool final = state == TransactionState.Final;
        ObjectSummary Coin(int index, ulong amount, string address, AssetId asset) => new(
            new ObjectId(Id($"{id} {index}")), 1, "coin", asset, amount, LockOf(address), address, null);
        return new TransactionDetails(
            new TransactionId(Hash256.Parse(id)), state, null, final ? new WitnessTransactionId(Id($"{id} witness")) : null, height,
            height is null ? null : new BlockId(Id($"block {height}")), final ? 0 : null,
            height is null ? null : Start.Plus(((long)height - 1) * 700 * Timestamp.PerMillisecond),
            final ? 231 : null, final ? 2_400 : null, 200, 318, memo, Start.Plus(600 * Timestamp.PerSecond),
            [Coin(0, 150_000_002_400, Alice, AssetId.Kmcc), Coin(1, 5, Bob, Gold)],
            [Coin(2, 100_000_000_000, Bob, AssetId.Kmcc), Coin(3, 50_000_000_000, Alice, AssetId.Kmcc), Coin(4, 5, Alice, Gold)]);
    }

    private static MemberStatus Member(int number) => new(
        new MemberId((uint)number), new PublicKey(Id($"member {number}")), number == 4 ? 20UL : 30UL, number != 3, number is 1 or 3 ? null : 0.8 * number,
        number == 3 ? null : 263, number == 3 ? null : 40 * number, number == 3 ? "connection refused; next try in 4 s" : null);

    private void AddEntry(string id, ulong height, Timestamp time)
    {
        foreach (string address in new[] { Alice, Bob })
        {
            if (!Histories.TryGetValue(address, out List<AddressEntry>? entries))
            {
                Histories[address] = entries = [];
            }

            bool received = (height + (address == Bob ? 1UL : 0)) % 2 == 0;
            entries.Add(new AddressEntry(
                new TransactionId(Hash256.Parse(id)), height, time, AssetId.Kmcc, received ? 100_000_000UL : 0, received ? 0 : 100_002_400UL));
        }
    }

    private void Add(TransactionDetails transaction)
    {
        Transactions[transaction.Id.ToString()] = transaction;
        foreach (ObjectSummary coin in transaction.Outputs.Where(_ => transaction.State == TransactionState.Final))
        {
            bool spent = coin.Id.Value.Prefix % 2 == 0;
            Objects[coin.Id.ToString()] = new ObjectDetails(
                coin, !spent, null, transaction.Id, spent ? new TransactionId(Id(string.Create(CultureInfo.InvariantCulture, $"spender {coin.Id}"))) : null);
        }
    }
}
