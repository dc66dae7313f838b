using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>An object that a transaction makes, or the next version of one that it uses.</summary>
/// <param name="ContinuesInput">The index of the input whose object goes on; null makes a new object.</param>
/// <param name="Lock">The lock from now on.</param>
/// <param name="Content">The content from now on.</param>
public sealed record TransactionOutput(int? ContinuesInput, Lock Lock, ObjectContent Content)
{
    private const byte NewTag = 0;
    private const byte ContinuationTag = 1;

    /// <summary>Lock and content as they stand both in the transaction and in the object's value.</summary>
    internal ReadOnlyMemory<byte> Tail { get; private init; }

    /// <summary>A new coin.</summary>
    public static TransactionOutput Coin(Lock held, AssetId asset, ulong amount) => new(null, held, new CoinContent(asset, amount));

    internal static void Write(CanonicalWriter writer, TransactionOutput output)
    {
        writer.Byte(output.ContinuesInput is null ? NewTag : ContinuationTag);
        if (output.ContinuesInput is { } input)
        {
            writer.VarUInt((ulong)input);
        }

        writer.Byte((byte)output.Content.Type);
        writer.Raw(output.Lock.Encoded.Span);
        output.Content.Write(writer);
    }

    /// <summary>Reads an untrusted output; null when it breaks a rule.</summary>
    internal static TransactionOutput? TryRead(
        ref CanonicalReader reader, ReadOnlyMemory<byte> source, int inputs, ref LedgerFault fault)
    {
        int? continues = null;
        if (reader.Boolean())
        {
            ulong index = reader.VarUInt(int.MaxValue);
            ReaderRules.Refuse(index >= (ulong)inputs, LedgerFault.ContinuesNoInput, ref reader, ref fault);
            continues = (int)index;
        }

        byte type = reader.Byte();
        ReaderRules.Refuse(type is not ((byte)ObjectType.Coin or (byte)ObjectType.Record), LedgerFault.UnknownObjectType, ref reader, ref fault);
        ReaderRules.Refuse(continues is not null && type == (byte)ObjectType.Coin, LedgerFault.ContinuesCoin, ref reader, ref fault);
        int start = reader.Position;
        if (reader.Fault != EncodingFault.None || Lock.TryRead(ref reader, source, ref fault) is not { } held)
        {
            return null;
        }

        ObjectContent content = ObjectContent.TryRead(ref reader, (ObjectType)type, ref fault);
        return new TransactionOutput(continues, held, content) { Tail = source[start..reader.Position] };
    }
}
