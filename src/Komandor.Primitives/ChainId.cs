namespace Komandor.Primitives;

/// <summary>Names a chain: the hash of its genesis.</summary>
public readonly record struct ChainId(Hash256 Value) : IComparable<ChainId>
{
    /// <summary>Reads the id from exactly 32 bytes.</summary>
    public ChainId(ReadOnlySpan<byte> bytes)
        : this(new Hash256(bytes))
    {
    }

    /// <summary>Parses 64 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out ChainId id)
    {
        bool parsed = Hash256.TryParse(text, out Hash256 value);
        id = new ChainId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(ChainId other) => Value.CompareTo(other.Value);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
