namespace Komandor.Primitives;

/// <summary>Names a transaction: the hash of its body, without witnesses.</summary>
public readonly record struct TransactionId(Hash256 Value) : IComparable<TransactionId>
{
    /// <summary>Reads the id from exactly 32 bytes.</summary>
    public TransactionId(ReadOnlySpan<byte> bytes)
        : this(new Hash256(bytes))
    {
    }

    /// <summary>Parses 64 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out TransactionId id)
    {
        bool parsed = Hash256.TryParse(text, out Hash256 value);
        id = new TransactionId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(TransactionId other) => Value.CompareTo(other.Value);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
