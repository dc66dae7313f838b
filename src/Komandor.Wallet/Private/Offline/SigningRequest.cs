using System.Collections.Immutable;
using System.Text;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Private.Offline;

/// <summary>A private payment that waits for the machine with the secrets: not a body, but all that a body is made of, so that who signs makes it himself.</summary>
/// <remarks>docs/protocol/private-wallet.md §9. Immutable. Whoever reads it knows the payment; nobody can spend with it.</remarks>
internal sealed record SigningRequest
{
    private const int MaximumTextSizeBytes = 512;
    private const int SeedSizeBytes = 32;

    internal required ChainBinding Chain { get; init; }

    internal required PrivateTier Tier { get; init; }

    /// <summary>The latest time of a block that may execute it.</summary>
    internal required Timestamp ValidUntil { get; init; }

    /// <summary>A private address, or a transparent one to which money leaves.</summary>
    internal required string Recipient { get; init; }

    internal required ulong Amount { get; init; }

    /// <summary>Sealed for a private recipient, public for a transparent one.</summary>
    internal required string Memo { get; init; }

    internal required ulong Fee { get; init; }

    /// <summary>Shielded: the anchor of the sets.</summary>
    internal ulong AnchorHeight { get; init; }

    /// <summary>Shielded, with one note: the set of the padding input.</summary>
    internal ulong PaddingSet { get; init; }

    /// <summary>Where the paid output stands: 0 or 1.</summary>
    internal required int Place { get; init; }

    /// <summary>e of §3.</summary>
    internal required ReadOnlyMemory<byte> Seed { get; init; }

    /// <summary>What blinding factors and padding come from; no nonce of a signature does.</summary>
    internal required ReadOnlyMemory<byte> Randomness { get; init; }

    /// <summary>The notes that pay.</summary>
    internal required ImmutableArray<SigningNote> Notes { get; init; }

    /// <summary>Shielded: the transaction that all this makes. Zero in the ring tier, where it hangs on images.</summary>
    internal TransactionId Transaction { get; init; }

    /// <summary>The request's name, which its answer bears.</summary>
    internal Hash256 Id => OfflineText.HashOf(OfflineKind.Request, Encode());

    /// <summary>What the notes are worth together.</summary>
    internal UInt128 Total => Notes.Aggregate(UInt128.Zero, (sum, note) => sum + note.Value);

    /// <summary>The private recipient; null for a transparent one.</summary>
    internal PrivateAddress? PrivateRecipient => PrivateAddress.TryParse(Recipient, Chain.AddressPrefix, out PrivateAddress? address, out _) ? address : null;

    /// <summary>The transparent recipient; null for a private one.</summary>
    internal Lock? TransparentRecipient => Address.TryParse(Recipient, Chain.AddressPrefix, out Address? address, out _) ? address.Lock : null;

    /// <summary>What the transparent output gains.</summary>
    internal ulong Leaving => TransparentRecipient is null ? 0 : Amount;

    /// <summary>Chain, window, fee and transparent output.</summary>
    internal TransactionDraft Draft => new()
    {
        ChainId = Chain.ChainId,
        Shard = Chain.Shard,
        Outputs = TransparentRecipient is { } held ? [TransactionOutput.Coin(held, AssetId.Kmcc, Amount)] : [],
        Memo = TransparentRecipient is null ? default : Encoding.UTF8.GetBytes(Memo),
        Fee = Fee,
        ValidUntil = ValidUntil,
    };

    /// <summary>Reads what somebody carried here: the text, or its parts.</summary>
    internal static OfflineFault TryRead(string? text, out SigningRequest? request)
    {
        request = null;
        OfflineFault fault = OfflineText.TryRead(OfflineKind.Request, text, out byte[] bytes);
        if (fault != OfflineFault.None)
        {
            return fault;
        }

        CanonicalReader reader = new(bytes);
        SigningRequest? read = Read(ref reader);
        if (!reader.TryFinish(out _) || read is null || !read.IsSound())
        {
            return OfflineFault.Malformed;
        }

        request = read;
        return OfflineFault.None;
    }

    /// <summary>The bytes that are carried.</summary>
    internal byte[] Encode()
    {
        CanonicalWriter writer = new(2048);
        writer.Hash(Chain.ChainId.Value);
        writer.Text(Chain.Network);
        writer.Text(Chain.AddressPrefix);
        writer.UInt16(Chain.Shard.Value);
        writer.Byte((byte)Tier);
        writer.Time(ValidUntil);
        writer.Text(Recipient);
        writer.VarUInt(Amount);
        writer.Text(Memo);
        writer.VarUInt(Fee);
        writer.VarUInt(AnchorHeight);
        writer.VarUInt(PaddingSet);
        writer.Boolean(Place == 1);
        writer.Raw(Seed.Span);
        writer.Raw(Randomness.Span);
        writer.VarUInt((ulong)Notes.Length);
        foreach (SigningNote note in Notes)
        {
            note.Write(writer);
        }

        writer.Hash(Transaction.Value);
        return writer.ToArray();
    }

    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(SigningRequest);

    private static SigningRequest? Read(ref CanonicalReader reader)
    {
        ChainBinding chain = new(new ChainId(reader.Hash()), reader.Text(MaximumTextSizeBytes), reader.Text(MaximumTextSizeBytes), new ShardId(reader.UInt16()));
        byte tier = reader.Byte();
        if (tier is not ((byte)PrivateTier.Ring or (byte)PrivateTier.Shielded))
        {
            return null;
        }

        SigningRequest read = new()
        {
            Chain = chain,
            Tier = (PrivateTier)tier,
            ValidUntil = reader.Time(),
            Recipient = reader.Text(MaximumTextSizeBytes),
            Amount = reader.VarUInt(),
            Memo = reader.Text(PrivateLimits.MemoSizeBytes),
            Fee = reader.VarUInt(),
            AnchorHeight = reader.VarUInt(PrivateLimits.MaximumIndex),
            PaddingSet = reader.VarUInt(PrivateLimits.MaximumIndex / PrivateLimits.SetStep),
            Place = reader.Boolean() ? 1 : 0,
            Seed = reader.Raw(SeedSizeBytes).ToArray(),
            Randomness = reader.Raw(SeedSizeBytes).ToArray(),
            Notes = [],
        };
        SigningNote[] notes = new SigningNote[reader.Count(tier == (byte)PrivateTier.Ring ? PrivateLimits.RingInputs : PrivateLimits.ShieldedInputs, 1)];
        for (int index = 0; index < notes.Length; index++)
        {
            notes[index] = SigningNote.Read(ref reader, read.Tier);
        }

        return read with { Notes = [.. notes], Transaction = new TransactionId(reader.Hash()) };
    }

    // What a body could not be made of.
    private bool IsSound() =>
        Notes.Length > 0
        && Notes.DistinctBy(note => note.Key).Count() == Notes.Length
        && (PrivateRecipient is not null || TransparentRecipient is not null)
        && Encoding.UTF8.GetByteCount(Memo) <= PrivateLimits.MemoSizeBytes && !Memo.Any(char.IsControl);
}
