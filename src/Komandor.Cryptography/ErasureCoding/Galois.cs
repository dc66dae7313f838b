namespace Komandor.Cryptography.ErasureCoding;

/// <summary>GF(2⁸) with x⁸ + x⁴ + x³ + x² + 1, a byte an element: docs/protocol/erasure-code.md §1.</summary>
/// <remarks>Its tables are built once. Not constant time: what is coded is public.</remarks>
internal static unsafe class Galois
{
    /// <summary>The bytes of a factor's two tables for shuffles: products of the low four bits, and of the high four.</summary>
    internal const int NibblesSizeBytes = 32;

    // x⁸ + x⁴ + x³ + x² + 1; 2 generates all elements but 0.
    private const int Polynomial = 0x11D;
    private const int Order = 255;

    private static readonly byte[] _powers = new byte[2 * Order];
    private static readonly byte[] _logarithms = new byte[256];
    private static readonly byte[] _nibbles = GC.AllocateArray<byte>(256 * NibblesSizeBytes, pinned: true);
    private static readonly ulong[] _matrices = GC.AllocateArray<ulong>(256, pinned: true);

    static Galois()
    {
        int power = 1;
        for (int exponent = 0; exponent < Order; exponent++)
        {
            _powers[exponent] = _powers[exponent + Order] = (byte)power;
            _logarithms[power] = (byte)exponent;
            power <<= 1;
            power ^= power > byte.MaxValue ? Polynomial : 0;
        }

        for (int factor = 0; factor < 256; factor++)
        {
            for (int nibble = 0; nibble < 16; nibble++)
            {
                _nibbles[(NibblesSizeBytes * factor) + nibble] = Multiply((byte)factor, (byte)nibble);
                _nibbles[(NibblesSizeBytes * factor) + 16 + nibble] = Multiply((byte)factor, (byte)(nibble << 4));
            }

            _matrices[factor] = Matrix((byte)factor);
        }

        // Safe: both arrays are pinned for as long as the process lives.
        fixed (byte* nibbles = _nibbles)
        fixed (ulong* matrices = _matrices)
        {
            Nibbles = nibbles;
            Matrices = matrices;
        }
    }

    /// <summary>For each factor the 16 products with 0 … 15 and the 16 with 0, 16 … 240.</summary>
    internal static byte* Nibbles { get; }

    /// <summary>For each factor the 8×8 matrix of bits that multiplies by it, as GF2P8AFFINEQB reads it.</summary>
    internal static ulong* Matrices { get; }

    /// <summary>The product.</summary>
    internal static byte Multiply(byte left, byte right) =>
        left == 0 || right == 0 ? (byte)0 : _powers[_logarithms[left] + _logarithms[right]];

    /// <summary>The inverse of an element that is not zero.</summary>
    internal static byte Invert(byte value) => _powers[Order - _logarithms[value]];

    // Bit i of a product is the parity of byte 7 − i of the matrix and the other factor; column j of the matrix is the product with 2^j.
    private static ulong Matrix(byte factor)
    {
        ulong matrix = 0;
        for (int column = 0; column < 8; column++)
        {
            byte product = Multiply(factor, (byte)(1 << column));
            for (int bit = 0; bit < 8; bit++)
            {
                matrix |= ((ulong)(product >> bit) & 1) << ((8 * (7 - bit)) + column);
            }
        }

        return matrix;
    }
}
