using System.Collections.Immutable;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;

namespace Komandor.Wallet.Storage;

/// <summary>What a wallet's file keeps beside the entropy: docs/protocol/wallet.md §6.</summary>
internal sealed record WalletContents
{
    private const byte PrivateVersion = 4;
    private const byte VersionWithoutProofs = 3;
    private const byte VersionWithoutTags = 2;
    private const byte BackedUp = 1;
    private const int MaximumPayments = 1 << 20;
    private const int MaximumInputs = 1024;
    private const int MaximumTransactionSizeBytes = 1 << 17;
    private const int MaximumTextSizeBytes = 4096;

    internal ChainBinding? Chain { get; init; }

    /// <summary>The number of receiving addresses that were given out, 1 or more.</summary>
    internal uint ReceiveCount { get; init; } = 1;

    /// <summary>The number of change addresses that were used.</summary>
    internal uint ChangeCount { get; init; }

    /// <summary>By time of signing.</summary>
    internal ImmutableList<PaymentRecord> Payments { get; init; } = [];

    /// <summary>The private money; files of before have none.</summary>
    internal PrivateState Private { get; init; } = new();

    /// <summary>Whether the owner has shown that the words are written down.</summary>
    internal bool IsBackedUp { get; init; }

    internal void Write(CanonicalWriter writer)
    {
        writer.Boolean(Chain is not null);
        if (Chain is not null)
        {
            writer.Hash(Chain.ChainId.Value);
            WriteText(writer, Chain.Network);
            WriteText(writer, Chain.AddressPrefix);
            writer.UInt16(Chain.Shard.Value);
        }

        writer.UInt32(ReceiveCount);
        writer.UInt32(ChangeCount);
        writer.VarUInt((ulong)Payments.Count);
        foreach (PaymentRecord payment in Payments)
        {
            Write(writer, payment);
        }

        writer.Byte(PrivateVersion);
        Private.Write(writer);
        if (IsBackedUp)
        {
            writer.Byte(BackedUp);
        }
    }

    /// <summary>Reads contents; null, and a fault in <paramref name="reader"/>, when they are none.</summary>
    internal static WalletContents? TryRead(ref CanonicalReader reader)
    {
        ChainBinding? chain = null;
        if (reader.Boolean())
        {
            chain = new ChainBinding(
                new ChainId(reader.Hash()), reader.Text(MaximumTextSizeBytes), reader.Text(MaximumTextSizeBytes), new ShardId(reader.UInt16()));
        }

        uint receiveCount = reader.UInt32();
        uint changeCount = reader.UInt32();
        int count = reader.Count(MaximumPayments, 100);
        ImmutableList<PaymentRecord>.Builder payments = ImmutableList.CreateBuilder<PaymentRecord>();
        for (int index = 0; index < count; index++)
        {
            payments.Add(ReadPayment(ref reader));
        }

        // Contents of before private money end here.
        PrivateState? held = null;
        if (reader.Fault == EncodingFault.None && reader.Remaining > 0)
        {
            byte version = reader.Byte();
            if (version is not (PrivateVersion or VersionWithoutProofs or VersionWithoutTags))
            {
                reader.Fail(EncodingFault.UnknownTag);
            }

            held = PrivateState.Read(ref reader, version != VersionWithoutTags, version == PrivateVersion);
        }

        bool isBackedUp = reader.Fault == EncodingFault.None && reader.Remaining > 0;
        if (isBackedUp && reader.Byte() != BackedUp)
        {
            reader.Fail(EncodingFault.UnknownTag);
        }

        return reader.TryFinish(out _)
            ? new WalletContents
            {
                Chain = chain,
                ReceiveCount = receiveCount,
                ChangeCount = changeCount,
                Payments = payments.ToImmutable(),
                Private = held ?? new PrivateState(),
                IsBackedUp = isBackedUp,
            }
            : null;
    }

    private static void Write(CanonicalWriter writer, PaymentRecord payment)
    {
        writer.Hash(payment.Id.Value);
        writer.Byte((byte)payment.State);
        WriteText(writer, payment.Recipient);
        writer.Hash(payment.Asset.Value);
        writer.VarUInt(payment.Amount);
        writer.VarUInt(payment.Fee);
        WriteText(writer, payment.Memo);
        writer.Time(payment.Created);
        writer.Time(payment.ValidUntil);
        writer.VarUInt((ulong)payment.Inputs.Length);
        foreach (ObjectId input in payment.Inputs)
        {
            writer.Hash(input.Value);
        }

        writer.Bytes(payment.Encoded.AsSpan());
        WriteText(writer, payment.Fault ?? string.Empty);
        writer.Boolean(payment.Height.HasValue);
        writer.VarUInt(payment.Height ?? 0);
        writer.Boolean(payment.FinalityMs.HasValue);
        writer.VarUInt((ulong)(payment.FinalityMs ?? 0));
    }

    // Some of these texts are a node's: whatever it says, the file must be readable afterwards.
    private static void WriteText(CanonicalWriter writer, string text)
    {
        string clean = new([.. text.Where(letter => !char.IsControl(letter)).Take(MaximumTextSizeBytes / 4)]);
        writer.Text(clean);
    }

    private static PaymentRecord ReadPayment(ref CanonicalReader reader)
    {
        TransactionId id = new(reader.Hash());
        byte state = reader.Byte();
        if (state > (byte)PaymentState.Expired)
        {
            reader.Fail(EncodingFault.UnknownTag);
        }

        string recipient = reader.Text(MaximumTextSizeBytes);
        AssetId asset = new(reader.Hash());
        ulong amount = reader.VarUInt();
        ulong fee = reader.VarUInt();
        string memo = reader.Text(MaximumTextSizeBytes);
        Timestamp created = reader.Time();
        Timestamp validUntil = reader.Time();
        ObjectId[] inputs = new ObjectId[reader.Count(MaximumInputs, Hash256.SizeBytes)];
        for (int index = 0; index < inputs.Length; index++)
        {
            inputs[index] = new ObjectId(reader.Hash());
        }

        ImmutableArray<byte> encoded = [.. reader.Bytes(MaximumTransactionSizeBytes)];
        string fault = reader.Text(MaximumTextSizeBytes);
        ulong? height = ReadOptional(ref reader, ulong.MaxValue);
        int? finalityMs = (int?)ReadOptional(ref reader, int.MaxValue);
        return new PaymentRecord(
            id, (PaymentState)state, recipient, asset, amount, fee, memo, created, validUntil, [.. inputs], encoded,
            fault.Length == 0 ? null : fault, height, finalityMs);
    }

    private static ulong? ReadOptional(ref CanonicalReader reader, ulong maximum)
    {
        bool present = reader.Boolean();
        ulong value = reader.VarUInt(maximum);
        return present ? value : null;
    }
}
