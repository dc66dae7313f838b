using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger;

/// <summary>The objects that belong to the ledger itself: docs/protocol/ledger.md §7.</summary>
public static class SystemObjects
{
    /// <summary>The ledger's parameters.</summary>
    public static ObjectId Parameters { get; } = LedgerHash.SystemObject("parameters");

    /// <summary>The sum of all fees taken and not yet paid out.</summary>
    public static ObjectId FeePool { get; } = LedgerHash.SystemObject("fee pool");

    /// <summary>The root and number of the spent tags; not there before the first.</summary>
    public static ObjectId SpentTags { get; } = LedgerHash.SystemObject("spent tags");

    /// <summary>The total supply of <paramref name="asset"/>: its coins, and for KMCC the fee pool too, always sum to it.</summary>
    public static ObjectId Supply(AssetId asset) => LedgerHash.SystemObject($"supply {asset}");

    /// <summary>The value of a system object that holds <paramref name="content"/>.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> content) => [(byte)ObjectType.System, .. content];

    /// <summary>The value of a system object that holds one number.</summary>
    public static byte[] EncodeNumber(ulong value)
    {
        CanonicalWriter writer = new(16);
        writer.Byte((byte)ObjectType.System);
        writer.UInt64(value);
        return writer.ToArray();
    }

    /// <summary>The value of the parameters' object.</summary>
    public static byte[] EncodeParameters(LedgerParameters parameters)
    {
        CanonicalWriter writer = new(32);
        writer.Byte((byte)ObjectType.System);
        parameters.Write(writer);
        if (parameters.Private != PrivateParameters.Default)
        {
            parameters.Private.Write(writer);
        }

        return writer.ToArray();
    }

    /// <summary>The number that <paramref name="id"/> holds in <paramref name="state"/>; zero when it is not there.</summary>
    public static ulong ReadNumber(IStateReader state, ObjectId id)
    {
        byte[]? value = state.Get(id.Value);
        if (value is null)
        {
            return 0;
        }

        CanonicalReader reader = new(value);
        Invariant.Require(reader.Byte() == (byte)ObjectType.System);
        ulong number = reader.UInt64();
        Invariant.Require(reader.TryFinish(out _));
        return number;
    }

    /// <summary>The parameters in <paramref name="state"/>, which holds at least the genesis.</summary>
    public static LedgerParameters ReadParameters(IStateReader state)
    {
        byte[]? value = state.Get(Parameters.Value);
        Invariant.Require(value is not null);
        CanonicalReader reader = new(value);
        Invariant.Require(reader.Byte() == (byte)ObjectType.System);
        LedgerParameters parameters = LedgerParameters.Read(ref reader);
        parameters = reader.Remaining == 0 ? parameters : parameters with { Private = PrivateParameters.Read(ref reader) };
        Invariant.Require(reader.TryFinish(out _));
        return parameters;
    }
}
