namespace Komandor.Primitives;

/// <summary>Names a transaction together with its witnesses (wtxid).</summary>
public readonly record struct WitnessTransactionId(Hash256 Value) : IComparable<WitnessTransactionId>
{
    /// <summary>Reads the id from exactly 32 bytes.</summary>
    public WitnessTransactionId(ReadOnlySpan<byte> bytes)
        : this(new Hash256(bytes))
    {
    }

    /// <summary>Parses 64 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out WitnessTransactionId id)
    {
        bool parsed = Hash256.TryParse(text, out Hash256 value);
        id = new WitnessTransactionId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(WitnessTransactionId other) => Value.CompareTo(other.Value);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
