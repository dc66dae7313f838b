using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Komandor.Primitives;

/// <summary>Thirty-two bytes: a hash, or an identity that is one.</summary>
/// <remarks>Compared and ordered as a byte string. Written as 64 lower-case hexadecimal digits.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct Hash256 : IEquatable<Hash256>, IComparable<Hash256>
{
    /// <summary>Its length in bytes.</summary>
    public const int SizeBytes = 32;

    // Little-endian words of the byte string, so that equality is four comparisons.
    private readonly ulong _word0;
    private readonly ulong _word1;
    private readonly ulong _word2;
    private readonly ulong _word3;

    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> has another length.</exception>
    public Hash256(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeBytes)
        {
            throw new ArgumentException("A hash has 32 bytes.", nameof(bytes));
        }

        _word0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        _word1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        _word2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        _word3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
    }

    /// <summary>Thirty-two zero bytes.</summary>
    public static Hash256 Zero => default;

    /// <summary>Whether all bytes are zero.</summary>
    public bool IsZero => (_word0 | _word1 | _word2 | _word3) == 0;

    /// <summary>The first eight bytes as a little-endian number: a ready hash-table key for a value that is uniformly distributed.</summary>
    public ulong Prefix => _word0;

    /// <summary>Writes the 32 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, _word0);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], _word1);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], _word2);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], _word3);
    }

    /// <summary>A new array of the 32 bytes.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[SizeBytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Bit <paramref name="index"/> of the byte string, counted from the most significant bit of byte 0.</summary>
    /// <param name="index">0 to 255.</param>
    public bool Bit(int index)
    {
        ulong word = (index >> 6) switch { 0 => _word0, 1 => _word1, 2 => _word2, _ => _word3 };
        return ((word >> ((index & 56) + 7 - (index & 7))) & 1) != 0;
    }

    /// <summary>The same bytes, but for the bit that <see cref="Bit"/> shows at <paramref name="index"/>.</summary>
    /// <param name="index">0 to 255.</param>
    public Hash256 WithBitFlipped(int index)
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        CopyTo(bytes);
        bytes[index >> 3] ^= (byte)(0x80 >> (index & 7));
        return new Hash256(bytes);
    }

    /// <summary>Parses 64 hexadecimal digits of either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Hash256 value)
    {
        value = default;
        Span<byte> bytes = stackalloc byte[SizeBytes];
        if (text is null || text.Length != 2 * SizeBytes
            || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        value = new Hash256(bytes);
        return true;
    }

    /// <summary>Parses 64 hexadecimal digits that are known to be well formed.</summary>
    /// <exception cref="FormatException">They are not.</exception>
    public static Hash256 Parse(string text) =>
        TryParse(text, out Hash256 value) ? value : throw new FormatException("Expected 64 hexadecimal digits.");

    /// <inheritdoc/>
    public bool Equals(Hash256 other) =>
        _word0 == other._word0 && _word1 == other._word1 && _word2 == other._word2 && _word3 == other._word3;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Hash256 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((int)_word0 ^ (int)(_word1 >> 32));

    /// <inheritdoc/>
    public int CompareTo(Hash256 other)
    {
        int first = Order(_word0, other._word0);
        if (first != 0)
        {
            return first;
        }

        int second = Order(_word1, other._word1);
        if (second != 0)
        {
            return second;
        }

        int third = Order(_word2, other._word2);
        return third != 0 ? third : Order(_word3, other._word3);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Equality of all bytes.</summary>
    public static bool operator ==(Hash256 left, Hash256 right) => left.Equals(right);

    /// <summary>Difference in some byte.</summary>
    public static bool operator !=(Hash256 left, Hash256 right) => !left.Equals(right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Order(ulong left, ulong right) =>
        BinaryPrimitives.ReverseEndianness(left).CompareTo(BinaryPrimitives.ReverseEndianness(right));
}
