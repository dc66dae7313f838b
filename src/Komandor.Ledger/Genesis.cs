using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What a chain begins with; its hash is the chain's id: docs/protocol/ledger.md §9.</summary>
public sealed class Genesis
{
    /// <summary>The most KMCC that exist, in units.</summary>
    public const ulong MaximumSupply = 5_000_000_000UL * 100_000_000UL;

    /// <summary>The longest label of an allocation, name of a network.</summary>
    public const int LabelSizeBytes = 128;

    private const byte EncodingVersion = 1;
    private static readonly HashDomain _domain = new("komandor.genesis");

    internal Genesis(
        string network,
        string addressPrefix,
        Timestamp time,
        ShardId shard,
        LedgerParameters parameters,
        Roster roster,
        ImmutableArray<GenesisAllocation> allocations)
    {
        Network = network;
        AddressPrefix = addressPrefix;
        Time = time;
        Shard = shard;
        Parameters = parameters;
        Roster = roster;
        Allocations = allocations;
        ChainId = new ChainId(Blake2b.Hash(_domain, Encode()));
    }

    /// <summary>The network's name.</summary>
    public string Network { get; }

    /// <summary>The readable prefix of its addresses.</summary>
    public string AddressPrefix { get; }

    /// <summary>When it begins: the timestamp of block 0.</summary>
    public Timestamp Time { get; }

    /// <summary>The shard.</summary>
    public ShardId Shard { get; }

    /// <summary>The ledger's parameters.</summary>
    public LedgerParameters Parameters { get; }

    /// <summary>The first roster.</summary>
    public Roster Roster { get; }

    /// <summary>The first coins.</summary>
    public ImmutableArray<GenesisAllocation> Allocations { get; }

    /// <summary>The chain's id.</summary>
    public ChainId ChainId { get; }

    /// <summary>Parses the file that people write.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Genesis? genesis, out GenesisFault fault) =>
        GenesisFile.TryParse(json, out genesis, out fault);

    /// <summary>The id of the coin that allocation <paramref name="index"/> makes.</summary>
    public ObjectId ObjectOf(int index) => LedgerHash.ObjectOf(new TransactionId(ChainId.Value), index);

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(1024);
        writer.Byte(EncodingVersion);
        writer.Text(Network);
        writer.Text(AddressPrefix);
        writer.Time(Time);
        writer.UInt16(Shard.Value);
        Parameters.Write(writer);
        Roster.Write(writer);
        writer.VarUInt((ulong)Allocations.Length);
        foreach (GenesisAllocation allocation in Allocations)
        {
            writer.Text(allocation.Label);
            writer.Raw(allocation.Lock.Encoded.Span);
            writer.Hash(allocation.Asset.Value);
            writer.VarUInt(allocation.Amount);
        }

        return writer.ToArray();
    }

    /// <summary>The entries of the state at height 0.</summary>
    public IReadOnlyList<KeyValuePair<Hash256, byte[]?>> InitialState()
    {
        List<KeyValuePair<Hash256, byte[]?>> entries =
        [
            new(SystemObjects.Parameters.Value, SystemObjects.EncodeParameters(Parameters)),
            new(SystemObjects.FeePool.Value, SystemObjects.EncodeNumber(0)),
        ];
        SortedDictionary<AssetId, ulong> supplies = new() { [AssetId.Kmcc] = 0 };
        for (int index = 0; index < Allocations.Length; index++)
        {
            GenesisAllocation allocation = Allocations[index];
            LedgerObject coin = new(1, allocation.Lock, new CoinContent(allocation.Asset, allocation.Amount));
            entries.Add(new(ObjectOf(index).Value, coin.Encode()));
            supplies[allocation.Asset] = supplies.GetValueOrDefault(allocation.Asset) + allocation.Amount;
        }

        foreach ((AssetId asset, ulong supply) in supplies)
        {
            entries.Add(new(SystemObjects.Supply(asset).Value, SystemObjects.EncodeNumber(supply)));
        }

        return entries;
    }

    /// <summary>The header of block 0, once <paramref name="stateRoot"/> of <see cref="InitialState"/> is known. Nobody signs it: the chain id is its proof.</summary>
    public BlockHeader Header(Hash256 stateRoot) => new()
    {
        ChainId = ChainId,
        Shard = Shard,
        Height = 0,
        Round = 0,
        Parent = default,
        RosterHash = RosterHash.Of(Roster),
        NextRosterHash = RosterHash.Of(Roster),
        TransactionsRoot = Hash256.Zero,
        StateRoot = stateRoot,
        ReceiptsRoot = Hash256.Zero,
        Timestamp = Time,
        Sealer = Roster.Members[0].Id,
    };
}
