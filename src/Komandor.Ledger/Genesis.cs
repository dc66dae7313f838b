using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Komandor.Cryptography;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What a chain begins with; its hash is the chain's id: docs/protocol/ledger.md §9.</summary>
public sealed class Genesis
{
    /// <summary>The most KMCC that exist, in units.</summary>
    public const ulong MaximumSupply = 5_000_000_000UL * 100_000_000UL;

    /// <summary>The longest label of an allocation, name of a network.</summary>
    public const int LabelSizeBytes = 128;

    // The second version has the numbers of private money and its first notes; a genesis without them is of the first, so that it keeps its id.
    private const byte TransparentEncoding = 1;
    private const byte PrivateEncoding = 2;
    private static readonly HashDomain _domain = new("komandor.genesis");
    private static readonly HashDomain _noteDomain = new("komandor.gennote");
    private readonly Lazy<ImmutableArray<PrivateOutput>> _ringOutputs;
    private readonly Lazy<ImmutableArray<PrivateOutput>> _shieldedOutputs;

    internal Genesis(
        string network,
        string addressPrefix,
        Timestamp time,
        ShardId shard,
        LedgerParameters parameters,
        Roster roster,
        ImmutableArray<GenesisAllocation> allocations,
        ImmutableArray<GenesisNote> notes = default)
    {
        Network = network;
        AddressPrefix = addressPrefix;
        Time = time;
        Shard = shard;
        Parameters = parameters;
        Roster = roster;
        Allocations = allocations;
        Notes = notes.IsDefault ? [] : notes;
        _ringOutputs = new Lazy<ImmutableArray<PrivateOutput>>(() => MakeOutputs(PrivateTier.Ring));
        _shieldedOutputs = new Lazy<ImmutableArray<PrivateOutput>>(() => MakeOutputs(PrivateTier.Shielded));
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

    /// <summary>The first private notes. They hide nothing, since a genesis is public; they are a crowd for those that follow.</summary>
    public ImmutableArray<GenesisNote> Notes { get; }

    /// <summary>The chain's id.</summary>
    public ChainId ChainId { get; }

    /// <summary>Parses the file that people write.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Genesis? genesis, out GenesisFault fault) =>
        GenesisFile.TryParse(json, out genesis, out fault);

    /// <summary>The id of the coin that allocation <paramref name="index"/> makes.</summary>
    public ObjectId ObjectOf(int index) => LedgerHash.ObjectOf(new TransactionId(ChainId.Value), index);

    /// <summary>The notes of a tier as a transaction would make them, from note 0 on; their nonce is the pool's id. Everybody can make them again.</summary>
    public ImmutableArray<PrivateOutput> OutputsOf(PrivateTier tier) => (tier == PrivateTier.Ring ? _ringOutputs : _shieldedOutputs).Value;

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(1024);
        bool hasPrivate = Parameters.Private != PrivateParameters.Default || Notes.Length > 0;
        writer.Byte(hasPrivate ? PrivateEncoding : TransparentEncoding);
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

        if (hasPrivate)
        {
            WritePrivate(writer);
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

        AddPool(entries, PrivateTier.Ring, supplies);
        AddPool(entries, PrivateTier.Shielded, supplies);
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

    private void WritePrivate(CanonicalWriter writer)
    {
        Parameters.Private.Write(writer);
        writer.VarUInt((ulong)Notes.Length);
        foreach (GenesisNote note in Notes)
        {
            writer.Text(note.Label);
            writer.Byte((byte)note.Tier);
            writer.Raw(note.To.Encode());
            writer.VarUInt(note.Amount);
        }
    }

    private void AddPool(List<KeyValuePair<Hash256, byte[]?>> entries, PrivateTier tier, SortedDictionary<AssetId, ulong> supplies)
    {
        ImmutableArray<PrivateOutput> outputs = OutputsOf(tier);
        if (outputs.IsEmpty)
        {
            return;
        }

        PoolId pool = PoolId.Of(tier);
        ulong total = 0;
        foreach (GenesisNote note in Notes)
        {
            total += note.Tier == tier ? note.Amount : 0;
        }

        Hash256 history = Hash256.Zero;
        for (int index = 0; index < outputs.Length; index++)
        {
            PoolNote note = new(outputs[index].Key, outputs[index].Commitment, 0);
            entries.Add(new(PrivateObjects.Note(pool, (ulong)index).Value, note.Encode()));
            history = PoolHistory.Add(history, note);
        }

        entries.Add(new(PrivateObjects.History(pool).Value, PoolHistory.Encode(history)));

        entries.Add(new(PrivateObjects.Pool(pool).Value, new PoolState(total, (ulong)outputs.Length, default, 0).Encode()));
        supplies[AssetId.Kmcc] += total;
    }

    private ImmutableArray<PrivateOutput> MakeOutputs(PrivateTier tier)
    {
        ImmutableArray<PrivateOutput>.Builder outputs = ImmutableArray.CreateBuilder<PrivateOutput>();
        byte[] seed = Blake2b.Hash(_noteDomain, ChainId.Value.ToArray()).ToArray();
        foreach (GenesisNote note in Notes)
        {
            if (note.Tier == tier)
            {
                outputs.Add(NoteMaker.Make(note.To, tier, note.Amount, seed, PoolId.Of(tier).Value, outputs.Count, out NoteSecrets secrets, out _));
                secrets.Dispose();
            }
        }

        return outputs.ToImmutable();
    }
}
