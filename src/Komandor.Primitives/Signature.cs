namespace Komandor.Primitives;

/// <summary>An Ed25519 signature, 64 bytes: the point R, then the scalar S.</summary>
public readonly record struct Signature(Hash256 R, Hash256 S)
{
    /// <summary>Its length in bytes.</summary>
    public const int SizeBytes = 64;

    /// <summary>Reads the signature from exactly 64 bytes.</summary>
    public Signature(ReadOnlySpan<byte> bytes)
        : this(new Hash256(bytes[..32]), new Hash256(bytes[32..]))
    {
    }

    /// <summary>Writes the 64 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        R.CopyTo(destination);
        S.CopyTo(destination[32..]);
    }

    /// <summary>128 hexadecimal digits.</summary>
    public override string ToString() => R.ToString() + S.ToString();
}
