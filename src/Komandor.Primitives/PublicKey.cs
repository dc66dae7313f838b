namespace Komandor.Primitives;

/// <summary>An Ed25519 public key, 32 bytes as encoded by RFC 8032. Holding one says nothing about its validity.</summary>
public readonly record struct PublicKey(Hash256 Value) : IComparable<PublicKey>
{
    /// <summary>Its length in bytes.</summary>
    public const int SizeBytes = 32;

    /// <summary>Reads the key from exactly 32 bytes.</summary>
    public PublicKey(ReadOnlySpan<byte> bytes)
        : this(new Hash256(bytes))
    {
    }

    /// <summary>Writes the 32 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => Value.CopyTo(destination);

    /// <summary>Parses 64 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out PublicKey key)
    {
        bool parsed = Hash256.TryParse(text, out Hash256 value);
        key = new PublicKey(value);
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(PublicKey other) => Value.CompareTo(other.Value);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
