using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What an object holds besides its lock: <see cref="CoinContent"/> or <see cref="RecordContent"/>.</summary>
public abstract record ObjectContent
{
    private protected ObjectContent()
    {
    }

    /// <summary>The type of the objects that hold such content.</summary>
    public abstract ObjectType Type { get; }

    /// <summary>Writes the canonical encoding.</summary>
    public abstract void Write(CanonicalWriter writer);

    /// <summary>Reads untrusted content of <paramref name="type"/>, which is a coin or a record.</summary>
    internal static ObjectContent TryRead(ref CanonicalReader reader, ObjectType type, ref LedgerFault fault)
    {
        if (type == ObjectType.Coin)
        {
            CoinContent coin = new(new AssetId(reader.Hash()), reader.VarUInt());
            ReaderRules.Refuse(coin.Amount == 0, LedgerFault.ZeroAmount, ref reader, ref fault);
            return coin;
        }

        string name = reader.Text(LedgerLimits.RecordNameSizeBytes);
        RecordContent record = new(name, reader.Bytes(LedgerLimits.RecordDataSizeBytes).ToArray());
        ReaderRules.Refuse(name.Length == 0, LedgerFault.EmptyRecordName, ref reader, ref fault);
        return record;
    }
}
