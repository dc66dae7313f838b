namespace Komandor.Primitives;

/// <summary>Names a block: the hash of its header.</summary>
public readonly record struct BlockId(Hash256 Value) : IComparable<BlockId>
{
    /// <summary>Reads the id from exactly 32 bytes.</summary>
    public BlockId(ReadOnlySpan<byte> bytes)
        : this(new Hash256(bytes))
    {
    }

    /// <summary>Parses 64 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out BlockId id)
    {
        bool parsed = Hash256.TryParse(text, out Hash256 value);
        id = new BlockId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(BlockId other) => Value.CompareTo(other.Value);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
