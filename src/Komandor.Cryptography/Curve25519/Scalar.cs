using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.Curve25519;

/// <summary>An integer modulo ℓ = 2²⁵² + 27742317777372353535851937790883648493, the order of the base point.</summary>
/// <remarks>docs/protocol/field.md §4. Four words, least significant first, always below ℓ. Constant time unless the name says otherwise.</remarks>
internal readonly partial struct Scalar
{
    /// <summary>The bytes of an encoding.</summary>
    internal const int SizeBytes = 32;

    private const ulong Order0 = 0x5812631A5CF5D3ED;
    private const ulong Order1 = 0x14DEF9DEA2F79CD6;
    private const ulong Order2 = 0;
    private const ulong Order3 = 0x1000000000000000;

    // −ℓ⁻¹ modulo 2⁶⁴, Montgomery's constant.
    private const ulong NegativeInverse = 0xD2B51DA312547E1B;

    // 2²⁵⁶ and 2⁵¹² modulo ℓ.
    private static readonly Scalar _radix = PowerOfTwo(256);
    private static readonly Scalar _radixSquared = PowerOfTwo(512);

    // 2²⁵⁵, 2⁵¹⁰ and 2²⁵⁶·2²⁵⁵ modulo ℓ, for Montgomery's radix in lanes.
    private static readonly Scalar _lanesRadix = PowerOfTwo(255);
    private static readonly Scalar _lanesRadixSquared = PowerOfTwo(510);
    private static readonly Scalar _lanesWideRadix = PowerOfTwo(511);

    private readonly ulong _word0, _word1, _word2, _word3;

    private Scalar(ulong word0, ulong word1, ulong word2, ulong word3)
    {
        _word0 = word0;
        _word1 = word1;
        _word2 = word2;
        _word3 = word3;
    }

    /// <summary>One.</summary>
    internal static Scalar One => new(1, 0, 0, 0);

    /// <summary>The sum modulo ℓ.</summary>
    public static Scalar operator +(in Scalar left, in Scalar right)
    {
        // Both below 2²⁵³, so that the sum fits.
        unchecked
        {
            UInt128 sum = (UInt128)left._word0 + right._word0;
            ulong word0 = (ulong)sum;
            sum = (UInt128)left._word1 + right._word1 + (ulong)(sum >> 64);
            ulong word1 = (ulong)sum;
            sum = (UInt128)left._word2 + right._word2 + (ulong)(sum >> 64);
            ulong word2 = (ulong)sum;
            return SubtractOrderOnce(word0, word1, word2, left._word3 + right._word3 + (ulong)(sum >> 64));
        }
    }

    /// <summary>The negative modulo ℓ.</summary>
    public static Scalar operator -(in Scalar value)
    {
        // ℓ − value is in 1 to ℓ; the one subtraction turns ℓ into 0.
        unchecked
        {
            UInt128 difference = (UInt128)Order0 - value._word0;
            ulong word0 = (ulong)difference;
            difference = (UInt128)Order1 - value._word1 - ((ulong)(difference >> 64) & 1);
            ulong word1 = (ulong)difference;
            difference = (UInt128)Order2 - value._word2 - ((ulong)(difference >> 64) & 1);
            ulong word2 = (ulong)difference;
            return SubtractOrderOnce(word0, word1, word2, Order3 - value._word3 - ((ulong)(difference >> 64) & 1));
        }
    }

    /// <summary>The product modulo ℓ.</summary>
    public static Scalar operator *(in Scalar left, in Scalar right) => Montgomery(Montgomery(left, right), _radixSquared);

    /// <summary>Reads a canonical scalar: 32 bytes, little-endian, below ℓ. Variable time in the outcome alone.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> encoded, out Scalar scalar)
    {
        scalar = ReadWords(encoded);
        return Borrow(scalar._word0, scalar._word1, scalar._word2, scalar._word3) != 0;
    }

    /// <summary>Reads 64 bytes, little-endian, and reduces them modulo ℓ.</summary>
    internal static Scalar ReadWide(ReadOnlySpan<byte> wide) =>
        Montgomery(ReadWords(wide), _radix) + Montgomery(ReadWords(wide[32..]), _radixSquared);

    /// <summary>Reads 16 bytes, little-endian.</summary>
    internal static Scalar ReadHalf(ReadOnlySpan<byte> half) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(half), BinaryPrimitives.ReadUInt64LittleEndian(half[8..]), 0, 0);

    /// <summary>Writes the 32 bytes, little-endian.</summary>
    internal void Write(Span<byte> encoded)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(encoded, _word0);
        BinaryPrimitives.WriteUInt64LittleEndian(encoded[8..], _word1);
        BinaryPrimitives.WriteUInt64LittleEndian(encoded[16..], _word2);
        BinaryPrimitives.WriteUInt64LittleEndian(encoded[24..], _word3);
    }

    /// <summary>The <paramref name="count"/> bits (1 to 16) from bit <paramref name="position"/> on; bits past 255 are zero.</summary>
    internal int Bits(int position, int count)
    {
        Debug.Assert(position >= 0 && count is >= 1 and <= 16);
        int shift = position & 63;
        ulong bits = Word(position >> 6) >> shift;
        if (shift + count > 64)
        {
            bits |= Word((position >> 6) + 1) << (64 - shift);
        }

        return (int)(bits & ((1UL << count) - 1));
    }

    /// <summary>Writes the four words of this plus <paramref name="offset"/>, not reduced; the sum is below 2²⁵⁶.</summary>
    internal void WriteSum(ReadOnlySpan<ulong> offset, Span<ulong> words)
    {
        unchecked
        {
            UInt128 sum = (UInt128)_word0 + offset[0];
            words[0] = (ulong)sum;
            sum = (UInt128)_word1 + offset[1] + (ulong)(sum >> 64);
            words[1] = (ulong)sum;
            sum = (UInt128)_word2 + offset[2] + (ulong)(sum >> 64);
            words[2] = (ulong)sum;
            words[3] = _word3 + offset[3] + (ulong)(sum >> 64);
        }
    }

    /// <summary>Writes 64 digits from −8 to 7, least significant first, whose sum of digit · 16ⁱ is the scalar. Constant time.</summary>
    internal void WriteSignedNibbles(Span<sbyte> digits)
    {
        // With 8 added to every nibble no digit borrows from the next; the sum is below 2²⁵³ + 0.54·2²⁵⁶.
        const ulong Eights = 0x8888_8888_8888_8888;
        Span<ulong> words = stackalloc ulong[4];
        WriteSum([Eights, Eights, Eights, Eights], words);
        for (int index = 0; index < 64; index++)
        {
            digits[index] = (sbyte)((int)((words[index >> 4] >> (4 * (index & 15))) & 15) - 8);
        }

        words.Clear();
    }

    private ulong Word(int index) => index switch
    {
        0 => _word0,
        1 => _word1,
        2 => _word2,
        3 => _word3,
        _ => 0,
    };

    private static Scalar ReadWords(ReadOnlySpan<byte> encoded) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(encoded),
        BinaryPrimitives.ReadUInt64LittleEndian(encoded[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(encoded[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(encoded[24..]));

    // left·right / 2²⁵⁶ modulo ℓ for left below 2²⁵⁶ and right below ℓ: the sum of the four steps is below 2ℓ.
    private static Scalar Montgomery(in Scalar left, in Scalar right)
    {
        ulong sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0, sum4 = 0;
        MontgomeryStep(left._word0, right, ref sum0, ref sum1, ref sum2, ref sum3, ref sum4);
        MontgomeryStep(left._word1, right, ref sum0, ref sum1, ref sum2, ref sum3, ref sum4);
        MontgomeryStep(left._word2, right, ref sum0, ref sum1, ref sum2, ref sum3, ref sum4);
        MontgomeryStep(left._word3, right, ref sum0, ref sum1, ref sum2, ref sum3, ref sum4);
        Debug.Assert(sum4 == 0);
        return SubtractOrderOnce(sum0, sum1, sum2, sum3);
    }

    // Adds digit · right and the multiple of ℓ that makes the lowest word zero, and drops that word. ℓ's third word is zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MontgomeryStep(ulong digit, in Scalar right, ref ulong sum0, ref ulong sum1, ref ulong sum2, ref ulong sum3, ref ulong sum4)
    {
        unchecked
        {
            ulong carry = MultiplyAdd(digit, right._word0, sum0, 0, out sum0);
            carry = MultiplyAdd(digit, right._word1, sum1, carry, out sum1);
            carry = MultiplyAdd(digit, right._word2, sum2, carry, out sum2);
            sum4 += MultiplyAdd(digit, right._word3, sum3, carry, out sum3);

            ulong factor = sum0 * NegativeInverse;
            carry = MultiplyAdd(factor, Order0, sum0, 0, out _);
            carry = MultiplyAdd(factor, Order1, sum1, carry, out sum0);
            sum1 = sum2 + carry;
            carry = sum1 < carry ? 1UL : 0UL;
            carry = MultiplyAdd(factor, Order3, sum3, carry, out sum2);
            sum3 = sum4 + carry;
            sum4 = sum3 < carry ? 1UL : 0UL;
        }
    }

    // left · right + addend + carry, which never leaves 128 bits: the low word, and the high word as the next carry.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong left, ulong right, ulong addend, ulong carry, out ulong low)
    {
        unchecked
        {
            ulong high = Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(left, right) : Math.BigMul(left, right, out _);
            ulong sum = left * right;
            sum += addend;
            high += sum < addend ? 1UL : 0UL;
            sum += carry;
            high += sum < carry ? 1UL : 0UL;
            low = sum;
            return high;
        }
    }

    // 1 if the number is below ℓ, else 0.
    private static ulong Borrow(ulong word0, ulong word1, ulong word2, ulong word3)
    {
        unchecked
        {
            UInt128 difference = (UInt128)word0 - Order0;
            difference = (UInt128)word1 - Order1 - ((ulong)(difference >> 64) & 1);
            difference = (UInt128)word2 - Order2 - ((ulong)(difference >> 64) & 1);
            difference = (UInt128)word3 - Order3 - ((ulong)(difference >> 64) & 1);
            return (ulong)(difference >> 64) & 1;
        }
    }

    // The number modulo ℓ, for numbers below 2ℓ.
    private static Scalar SubtractOrderOnce(ulong word0, ulong word1, ulong word2, ulong word3)
    {
        unchecked
        {
            ulong mask = Borrow(word0, word1, word2, word3) - 1;
            UInt128 difference = (UInt128)word0 - (Order0 & mask);
            ulong result0 = (ulong)difference;
            difference = (UInt128)word1 - (Order1 & mask) - ((ulong)(difference >> 64) & 1);
            ulong result1 = (ulong)difference;
            difference = (UInt128)word2 - (Order2 & mask) - ((ulong)(difference >> 64) & 1);
            ulong result2 = (ulong)difference;
            return new(result0, result1, result2, word3 - (Order3 & mask) - ((ulong)(difference >> 64) & 1));
        }
    }

    private static Scalar PowerOfTwo(int exponent)
    {
        Scalar power = One;
        for (int index = 0; index < exponent; index++)
        {
            power += power;
        }

        return power;
    }
}
