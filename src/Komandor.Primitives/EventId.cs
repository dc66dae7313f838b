namespace Komandor.Primitives;

/// <summary>Names a hashgraph event: the hash of its encoded body.</summary>
public readonly record struct EventId(Hash256 Value) : IComparable<EventId>
{
    /// <summary>Reads the id from exactly 32 bytes.</summary>
    public EventId(ReadOnlySpan<byte> bytes)
        : this(new Hash256(bytes))
    {
    }

    /// <summary>Parses 64 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out EventId id)
    {
        bool parsed = Hash256.TryParse(text, out Hash256 value);
        id = new EventId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(EventId other) => Value.CompareTo(other.Value);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
