namespace Komandor.Primitives;

/// <summary>Names an asset; all zero is KMCC, the chain's currency.</summary>
public readonly record struct AssetId(Hash256 Value) : IComparable<AssetId>
{
    /// <summary>The chain's own currency.</summary>
    public static AssetId Kmcc => default;

    /// <summary>Reads the id from exactly 32 bytes.</summary>
    public AssetId(ReadOnlySpan<byte> bytes)
        : this(new Hash256(bytes))
    {
    }

    /// <summary>Parses 64 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out AssetId id)
    {
        bool parsed = Hash256.TryParse(text, out Hash256 value);
        id = new AssetId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(AssetId other) => Value.CompareTo(other.Value);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
