using System.Diagnostics.CodeAnalysis;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Blocks;

/// <summary>What a block's certificate signs: docs/protocol/blocks.md §1. Equal when the encodings are.</summary>
public sealed record BlockHeader
{
    /// <summary>The version of the rules that this code follows.</summary>
    public const ushort CurrentProtocolVersion = 1;

    /// <summary>The length of the encoding in bytes; every field has a fixed width.</summary>
    public const int SizeBytes = (7 * Hash256.SizeBytes) + 2 + 8 + 2 + 8 + 8 + 8 + 8 + 4;

    private static readonly HashDomain _domain = new("komandor.header");

    private BlockId? _id;

    /// <summary>The chain.</summary>
    public required ChainId Chain { get; init; }

    /// <summary>The version of the rules that made it.</summary>
    public ushort ProtocolVersion { get; init; } = CurrentProtocolVersion;

    /// <summary>The epoch; 0 until elections begin.</summary>
    public ulong Epoch { get; init; }

    /// <summary>The shard.</summary>
    public required ShardId Shard { get; init; }

    /// <summary>The number of blocks before it; the genesis block has 0.</summary>
    public required ulong Height { get; init; }

    /// <summary>The consensus round that it came from; 0 for the genesis block.</summary>
    public required ulong Round { get; init; }

    /// <summary>The block before; all zero for the genesis block.</summary>
    public required BlockId Parent { get; init; }

    /// <summary>The roster that signs this header.</summary>
    public required Hash256 RosterHash { get; init; }

    /// <summary>The roster that signs the next one.</summary>
    public required Hash256 NextRosterHash { get; init; }

    /// <summary>Over the wtxids of the executed transactions, in their order.</summary>
    public required Hash256 TransactionsRoot { get; init; }

    /// <summary>The state's root after it.</summary>
    public required Hash256 StateRoot { get; init; }

    /// <summary>Over the encoded receipts, in their order.</summary>
    public required Hash256 ReceiptsRoot { get; init; }

    /// <summary>How far the grid was read; 0 until there is a grid.</summary>
    public ulong GridCursor { get; init; }

    /// <summary>The consensus timestamp at the end of its round; never earlier than its parent's.</summary>
    public required Timestamp Timestamp { get; init; }

    /// <summary>The member that sealed it.</summary>
    public required MemberId Sealer { get; init; }

    /// <summary>The hash of the encoding.</summary>
    public BlockId Id => _id ??= new BlockId(Blake2b.Hash(_domain, Encode()));

    /// <summary>The canonical encoding, <see cref="SizeBytes"/> long.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(SizeBytes);
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.Hash(Chain.Value);
        writer.UInt16(ProtocolVersion);
        writer.UInt64(Epoch);
        writer.UInt16(Shard.Value);
        writer.UInt64(Height);
        writer.UInt64(Round);
        writer.Hash(Parent.Value);
        writer.Hash(RosterHash);
        writer.Hash(NextRosterHash);
        writer.Hash(TransactionsRoot);
        writer.Hash(StateRoot);
        writer.Hash(ReceiptsRoot);
        writer.UInt64(GridCursor);
        writer.Time(Timestamp);
        writer.UInt32(Sealer.Value);
    }

    /// <summary>Reads an untrusted encoding; the reader holds the fault when it is none.</summary>
    public static BlockHeader Read(ref CanonicalReader reader) => new()
    {
        Chain = new ChainId(reader.Hash()),
        ProtocolVersion = reader.UInt16(),
        Epoch = reader.UInt64(),
        Shard = new ShardId(reader.UInt16()),
        Height = reader.UInt64(),
        Round = reader.UInt64(),
        Parent = new BlockId(reader.Hash()),
        RosterHash = reader.Hash(),
        NextRosterHash = reader.Hash(),
        TransactionsRoot = reader.Hash(),
        StateRoot = reader.Hash(),
        ReceiptsRoot = reader.Hash(),
        GridCursor = reader.UInt64(),
        Timestamp = reader.Time(),
        Sealer = new MemberId(reader.UInt32()),
    };

    /// <summary>Decodes untrusted bytes.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out BlockHeader? header, out EncodingFault fault)
    {
        CanonicalReader reader = new(encoded);
        header = Read(ref reader);
        if (!reader.TryFinish(out fault))
        {
            header = null;
        }

        return header is not null;
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] BlockHeader? other) => other is not null && Id == other.Id;

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();
}
