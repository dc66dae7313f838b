namespace Komandor.Primitives;

/// <summary>Names an object of the ledger; derived from the transaction that created it.</summary>
public readonly record struct ObjectId(Hash256 Value) : IComparable<ObjectId>
{
    /// <summary>Reads the id from exactly 32 bytes.</summary>
    public ObjectId(ReadOnlySpan<byte> bytes)
        : this(new Hash256(bytes))
    {
    }

    /// <summary>Parses 64 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out ObjectId id)
    {
        bool parsed = Hash256.TryParse(text, out Hash256 value);
        id = new ObjectId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(ObjectId other) => Value.CompareTo(other.Value);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
