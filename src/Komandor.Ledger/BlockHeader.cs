using System.Diagnostics.CodeAnalysis;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What members sign of a block: docs/protocol/blocks.md §1.</summary>
public sealed record BlockHeader
{
    /// <summary>The only version of the protocol so far.</summary>
    public const ushort CurrentProtocolVersion = 1;

    private static readonly HashDomain _idDomain = new("komandor.header");
    private static readonly HashDomain _signingDomain = new("komandor.hdrsign");

    /// <summary>The chain.</summary>
    public required ChainId ChainId { get; init; }

    /// <summary>The rules that made the block.</summary>
    public ushort ProtocolVersion { get; init; } = CurrentProtocolVersion;

    /// <summary>The epoch of the roster.</summary>
    public ulong Epoch { get; init; }

    /// <summary>The shard.</summary>
    public required ShardId Shard { get; init; }

    /// <summary>0 for the genesis, one more with every block. The genesis is the store's first commit, so the state's version is one more.</summary>
    public required ulong Height { get; init; }

    /// <summary>The decided round.</summary>
    public required ulong Round { get; init; }

    /// <summary>The block before; zero in the genesis.</summary>
    public required BlockId Parent { get; init; }

    /// <summary>The hash of the roster that decided and certifies the block.</summary>
    public required Hash256 RosterHash { get; init; }

    /// <summary>The hash of the roster of the next epoch; the same until it is chosen.</summary>
    public required Hash256 NextRosterHash { get; init; }

    /// <summary>Merkle root of the witness ids of the executed transactions.</summary>
    public required Hash256 TransactionsRoot { get; init; }

    /// <summary>The state after the block.</summary>
    public required Hash256 StateRoot { get; init; }

    /// <summary>Merkle root of the receipts.</summary>
    public required Hash256 ReceiptsRoot { get; init; }

    /// <summary>The last grid block that was imported; 0 while there is no grid.</summary>
    public ulong GridCursor { get; init; }

    /// <summary>The round's consensus time; never before the parent's.</summary>
    public required Timestamp Timestamp { get; init; }

    /// <summary>The member that the block's seal falls to.</summary>
    public required MemberId Sealer { get; init; }

    /// <summary>The block's id: the hash of the header, computed at every call.</summary>
    public BlockId Id => new(Blake2b.Hash(_idDomain, Encode()));

    /// <summary>What members sign: the id in a domain of its own.</summary>
    public Hash256 SigningHash => SigningHashOf(Id);

    /// <summary>What members sign of the block <paramref name="id"/>.</summary>
    public static Hash256 SigningHashOf(BlockId id)
    {
        Span<byte> message = stackalloc byte[Hash256.SizeBytes];
        id.Value.CopyTo(message);
        return Blake2b.Hash(_signingDomain, message);
    }

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(320);
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.Hash(ChainId.Value);
        writer.UInt16(ProtocolVersion);
        writer.VarUInt(Epoch);
        writer.UInt16(Shard.Value);
        writer.VarUInt(Height);
        writer.VarUInt(Round);
        writer.Hash(Parent.Value);
        writer.Hash(RosterHash);
        writer.Hash(NextRosterHash);
        writer.Hash(TransactionsRoot);
        writer.Hash(StateRoot);
        writer.Hash(ReceiptsRoot);
        writer.VarUInt(GridCursor);
        writer.Time(Timestamp);
        writer.UInt32(Sealer.Value);
    }

    /// <summary>Reads an untrusted header; meaningless when <paramref name="reader"/> then holds a fault.</summary>
    public static BlockHeader Read(ref CanonicalReader reader) => new()
    {
        ChainId = new ChainId(reader.Hash()),
        ProtocolVersion = reader.UInt16(),
        Epoch = reader.VarUInt(),
        Shard = new ShardId(reader.UInt16()),
        Height = reader.VarUInt(),
        Round = reader.VarUInt(),
        Parent = new BlockId(reader.Hash()),
        RosterHash = reader.Hash(),
        NextRosterHash = reader.Hash(),
        TransactionsRoot = reader.Hash(),
        StateRoot = reader.Hash(),
        ReceiptsRoot = reader.Hash(),
        GridCursor = reader.VarUInt(),
        Timestamp = reader.Time(),
        Sealer = new MemberId(reader.UInt32()),
    };

    /// <summary>Decodes untrusted bytes, all of them.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out BlockHeader? header, out EncodingFault fault)
    {
        CanonicalReader reader = new(encoded);
        BlockHeader read = Read(ref reader);
        header = reader.TryFinish(out fault) ? read : null;
        return header is not null;
    }
}
