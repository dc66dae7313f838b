using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Komandor.Cryptography;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What a transaction does, and what its signatures bind: docs/protocol/ledger.md §2. Immutable; keeps its bytes.</summary>
public sealed class TransactionBody
{
    /// <summary>The version of a body that is transparent alone.</summary>
    public const byte TransparentVersion = 1;

    /// <summary>The version of a body with a private bundle.</summary>
    public const byte PrivateVersion = 2;

    /// <summary>The version of an order of the members.</summary>
    public const byte OrderVersion = 3;

    private static readonly HashDomain _context = new("komandor.private");
    private static readonly HashDomain _entering = new("komandor.enter");

    private TransactionBody()
    {
    }

    /// <summary>The chain.</summary>
    public ChainId ChainId { get; private init; }

    /// <summary>The shard that holds the inputs.</summary>
    public ShardId Shard { get; private init; }

    /// <summary>The objects that it uses, strictly ascending by id; none beside private inputs and in an order.</summary>
    public ImmutableArray<TransactionInput> Inputs { get; private init; }

    /// <summary>The objects that it makes or continues.</summary>
    public ImmutableArray<TransactionOutput> Outputs { get; private init; }

    /// <summary>The fee in units of KMCC.</summary>
    public ulong Fee { get; private init; }

    /// <summary>The earliest time of a block that may execute it; zero for any.</summary>
    public Timestamp ValidFrom { get; private init; }

    /// <summary>The latest time of a block that may execute it.</summary>
    public Timestamp ValidUntil { get; private init; }

    /// <summary>Public bytes for the recipient.</summary>
    public ReadOnlyMemory<byte> Memo { get; private init; }

    /// <summary>The private part; null in a body without one.</summary>
    public PrivateBundle? Bundle { get; private init; }

    /// <summary>The order that it is; null in any other body.</summary>
    public PauseOrder? Order { get; private init; }

    /// <summary>The canonical encoding.</summary>
    public ReadOnlyMemory<byte> Encoded { get; private init; }

    /// <summary>The transaction's id.</summary>
    public TransactionId Id { get; private init; }

    /// <summary>What its keys sign.</summary>
    public Hash256 SigningHash => LedgerHash.Signing(Encoded.Span);

    /// <summary>What every proof of the bundle is bound to.</summary>
    public Hash256 Context => Blake2b.Hash(_context, Encoded.Span);

    /// <summary>What no other executed transaction has: the first tag or image, or a hash of the first object and its version; docs/protocol/private-wallet.md §3.</summary>
    /// <remarks>Of a body that is no order.</remarks>
    public Hash256 Nonce => Bundle is { InputCount: > 0 } bundle ? bundle.TagOf(0) : NonceOf(Inputs[0]);

    /// <summary>The bytes of the list of outputs.</summary>
    internal int OutputsSizeBytes { get; private init; }

    /// <summary>The id of the object that output <paramref name="output"/> makes or continues.</summary>
    public ObjectId ObjectOf(int output) =>
        Outputs[output].ContinuesInput is { } input ? Inputs[input].ObjectId : LedgerHash.ObjectOf(Id, output);

    /// <summary>The nonce of a transaction that pays into a pool.</summary>
    /// <remarks>An object that is continued keeps its id, so the id alone may come again: with the version it is used once.</remarks>
    internal static Hash256 NonceOf(TransactionInput first)
    {
        CanonicalWriter writer = new(64);
        writer.Hash(first.ObjectId.Value);
        writer.VarUInt(first.ObjectVersion);
        return Blake2b.Hash(_entering, writer.Written);
    }

    /// <summary>Decodes an untrusted body, all of its bytes.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out TransactionBody? body, out LedgerFault fault)
    {
        body = null;
        fault = encoded.Length > LedgerLimits.TransactionSizeBytes ? LedgerFault.TooLarge : LedgerFault.None;
        if (fault != LedgerFault.None)
        {
            return false;
        }

        byte[] copy = encoded.ToArray();
        CanonicalReader reader = new(copy);
        body = TryRead(ref reader, copy, ref fault);
        if (!reader.TryFinish(out _))
        {
            fault = fault == LedgerFault.None ? LedgerFault.NotCanonical : fault;
            body = null;
        }

        return body is not null;
    }

    /// <summary>Reads an untrusted body from <paramref name="reader"/>, which reads <paramref name="source"/>; null when it breaks a rule.</summary>
    internal static TransactionBody? TryRead(ref CanonicalReader reader, ReadOnlyMemory<byte> source, ref LedgerFault fault)
    {
        int start = reader.Position;
        byte version = reader.Byte();
        ReaderRules.Refuse(version is < TransparentVersion or > OrderVersion, LedgerFault.UnknownVersion, ref reader, ref fault);
        ChainId chain = new(reader.Hash());
        ShardId shard = new(reader.UInt16());
        if (version == OrderVersion)
        {
            return ReadOrder(ref reader, source, start, chain, shard, ref fault);
        }

        TransactionInput[] inputs = ReadInputs(ref reader, version == TransparentVersion, ref fault);
        int outputsStart = reader.Position;
        TransactionOutput[] outputs = ReadOutputs(ref reader, source, inputs.Length, ref fault);
        int outputsSizeBytes = reader.Position - outputsStart;
        ulong fee = reader.VarUInt();
        Timestamp from = reader.Time();
        Timestamp until = reader.Time();
        ReaderRules.Refuse(until < from, LedgerFault.EmptyValidityWindow, ref reader, ref fault);
        int memoSizeBytes = reader.Bytes(LedgerLimits.MemoSizeBytes).Length;
        int memoEnd = reader.Position;
        PrivateBundle? bundle = version == PrivateVersion ? BundleReader.TryRead(ref reader, inputs.Length, fee, ref fault) : null;
        if (reader.Fault != EncodingFault.None)
        {
            return null;
        }

        ReadOnlyMemory<byte> encoded = source[start..reader.Position];
        return new TransactionBody
        {
            ChainId = chain,
            Shard = shard,
            Inputs = ImmutableCollectionsMarshal.AsImmutableArray(inputs),
            Outputs = ImmutableCollectionsMarshal.AsImmutableArray(outputs),
            Fee = fee,
            ValidFrom = from,
            ValidUntil = until,
            Memo = source[(memoEnd - memoSizeBytes)..memoEnd],
            Bundle = bundle,
            OutputsSizeBytes = outputsSizeBytes,
            Encoded = encoded,
            Id = LedgerHash.Transaction(encoded.Span),
        };
    }

    private static TransactionBody? ReadOrder(
        ref CanonicalReader reader, ReadOnlyMemory<byte> source, int start, ChainId chain, ShardId shard, ref LedgerFault fault)
    {
        PauseOrder order = PauseOrder.Read(ref reader, ref fault);
        Timestamp until = reader.Time();
        if (reader.Fault != EncodingFault.None)
        {
            return null;
        }

        ReadOnlyMemory<byte> encoded = source[start..reader.Position];
        return new TransactionBody
        {
            ChainId = chain,
            Shard = shard,
            Inputs = [],
            Outputs = [],
            ValidUntil = until,
            Order = order,
            Encoded = encoded,
            Id = LedgerHash.Transaction(encoded.Span),
        };
    }

    private static TransactionInput[] ReadInputs(ref CanonicalReader reader, bool isTransparent, ref LedgerFault fault)
    {
        int count = reader.Count(LedgerLimits.Inputs, Hash256.SizeBytes + 1);
        ReaderRules.Refuse(isTransparent && count == 0, LedgerFault.NoInputs, ref reader, ref fault);
        TransactionInput[] inputs = new TransactionInput[count];
        for (int index = 0; index < count && reader.Fault == EncodingFault.None; index++)
        {
            inputs[index] = new TransactionInput(new ObjectId(reader.Hash()), reader.VarUInt());
            ReaderRules.Refuse(
                index > 0 && inputs[index].ObjectId.CompareTo(inputs[index - 1].ObjectId) <= 0,
                LedgerFault.InputsNotAscending, ref reader, ref fault);
        }

        return inputs;
    }

    private static TransactionOutput[] ReadOutputs(
        ref CanonicalReader reader, ReadOnlyMemory<byte> source, int inputs, ref LedgerFault fault)
    {
        int count = reader.Count(LedgerLimits.Outputs, Hash256.SizeBytes);
        TransactionOutput[] outputs = new TransactionOutput[count];
        for (int index = 0; index < count; index++)
        {
            if (TransactionOutput.TryRead(ref reader, source, inputs, ref fault) is not { } output)
            {
                return [];
            }

            outputs[index] = output;
            ReaderRules.Refuse(IsContinuedBefore(outputs, index), LedgerFault.ContinuesInputTwice, ref reader, ref fault);
        }

        return outputs;
    }

    // Quadratic in the continuations of one transaction, of which there are at most 1,024.
    private static bool IsContinuedBefore(TransactionOutput[] outputs, int last)
    {
        if (outputs[last].ContinuesInput is not { } input)
        {
            return false;
        }

        for (int index = 0; index < last; index++)
        {
            if (outputs[index].ContinuesInput == input)
            {
                return true;
            }
        }

        return false;
    }
}
