using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.Curve25519;

/// <summary>An element of GF(2²⁵⁵ − 19) in five limbs of 51 bits, least significant first.</summary>
/// <remarks>docs/protocol/field.md §2 and §3. A limb is <em>tight</em> below 2⁵¹ + 2¹³ and <em>loose</em> below 2⁵⁴. Products, squares,
/// differences and negations are tight; sums are not carried. Every operation is constant time; operands may be loose.</remarks>
internal readonly partial struct FieldElement
{
    /// <summary>The bytes of an encoding.</summary>
    internal const int SizeBytes = 32;

    private const ulong LimbMask = (1UL << 51) - 1;

    // Sixteen times p, limb by limb: what a difference starts from, so that no limb falls below zero.
    private const ulong SixteenPFirst = (1UL << 55) - 304;
    private const ulong SixteenPOther = (1UL << 55) - 16;

    private readonly ulong _limb0, _limb1, _limb2, _limb3, _limb4;

    /// <summary>The element of five limbs, each below 2⁵⁴.</summary>
    internal FieldElement(ulong limb0, ulong limb1, ulong limb2, ulong limb3, ulong limb4)
    {
        _limb0 = limb0;
        _limb1 = limb1;
        _limb2 = limb2;
        _limb3 = limb3;
        _limb4 = limb4;
    }

    /// <summary>One.</summary>
    internal static FieldElement One => new(1, 0, 0, 0, 0);

    /// <summary>Whether the limbs are those of one: an element that equals one may have others. Variable time.</summary>
    internal bool IsOneExactly => _limb0 == 1 && (_limb1 | _limb2 | _limb3 | _limb4) == 0;

    /// <summary>The sum, not carried: its limbs are the sums of the operands' limbs, which the caller keeps below 2⁵⁴.</summary>
    public static FieldElement operator +(in FieldElement left, in FieldElement right) => unchecked(new(
        left._limb0 + right._limb0,
        left._limb1 + right._limb1,
        left._limb2 + right._limb2,
        left._limb3 + right._limb3,
        left._limb4 + right._limb4));

    /// <summary>The difference, tight.</summary>
    public static FieldElement operator -(in FieldElement left, in FieldElement right)
    {
        left.AssertLoose();
        right.AssertLoose();
        unchecked
        {
            return Carry(
                left._limb0 + SixteenPFirst - right._limb0,
                left._limb1 + SixteenPOther - right._limb1,
                left._limb2 + SixteenPOther - right._limb2,
                left._limb3 + SixteenPOther - right._limb3,
                left._limb4 + SixteenPOther - right._limb4);
        }
    }

    /// <summary>The negative, tight.</summary>
    public static FieldElement operator -(in FieldElement value) => default(FieldElement) - value;

    /// <summary>The product, tight.</summary>
    public static FieldElement operator *(in FieldElement left, in FieldElement right)
    {
        left.AssertLoose();
        right.AssertLoose();
        unchecked
        {
            ulong a0 = left._limb0, a1 = left._limb1, a2 = left._limb2, a3 = left._limb3, a4 = left._limb4;
            ulong b0 = right._limb0, b1 = right._limb1, b2 = right._limb2, b3 = right._limb3, b4 = right._limb4;
            ulong n1 = 19 * b1, n2 = 19 * b2, n3 = 19 * b3, n4 = 19 * b4;
            ulong high0 = 0, high1 = 0, high2 = 0, high3 = 0, high4 = 0;
            ulong low0 = 0, low1 = 0, low2 = 0, low3 = 0, low4 = 0;
            MultiplyAdd(ref high0, ref low0, a0, b0);
            MultiplyAdd(ref high0, ref low0, a1, n4);
            MultiplyAdd(ref high0, ref low0, a2, n3);
            MultiplyAdd(ref high0, ref low0, a3, n2);
            MultiplyAdd(ref high0, ref low0, a4, n1);

            MultiplyAdd(ref high1, ref low1, a0, b1);
            MultiplyAdd(ref high1, ref low1, a1, b0);
            MultiplyAdd(ref high1, ref low1, a2, n4);
            MultiplyAdd(ref high1, ref low1, a3, n3);
            MultiplyAdd(ref high1, ref low1, a4, n2);

            MultiplyAdd(ref high2, ref low2, a0, b2);
            MultiplyAdd(ref high2, ref low2, a1, b1);
            MultiplyAdd(ref high2, ref low2, a2, b0);
            MultiplyAdd(ref high2, ref low2, a3, n4);
            MultiplyAdd(ref high2, ref low2, a4, n3);

            MultiplyAdd(ref high3, ref low3, a0, b3);
            MultiplyAdd(ref high3, ref low3, a1, b2);
            MultiplyAdd(ref high3, ref low3, a2, b1);
            MultiplyAdd(ref high3, ref low3, a3, b0);
            MultiplyAdd(ref high3, ref low3, a4, n4);

            MultiplyAdd(ref high4, ref low4, a0, b4);
            MultiplyAdd(ref high4, ref low4, a1, b3);
            MultiplyAdd(ref high4, ref low4, a2, b2);
            MultiplyAdd(ref high4, ref low4, a3, b1);
            MultiplyAdd(ref high4, ref low4, a4, b0);
            return Reduce(high0, low0, high1, low1, high2, low2, high3, low3, high4, low4);
        }
    }

    /// <summary>The square, tight.</summary>
    internal FieldElement Square()
    {
        AssertLoose();
        unchecked
        {
            ulong a0 = _limb0, a1 = _limb1, a2 = _limb2, a3 = _limb3, a4 = _limb4;
            ulong d0 = 2 * a0, d1 = 2 * a1, d2 = 2 * a2, n3 = 19 * a3, n4 = 19 * a4;
            ulong high0 = 0, high1 = 0, high2 = 0, high3 = 0, high4 = 0;
            ulong low0 = 0, low1 = 0, low2 = 0, low3 = 0, low4 = 0;
            MultiplyAdd(ref high0, ref low0, a0, a0);
            MultiplyAdd(ref high0, ref low0, d1, n4);
            MultiplyAdd(ref high0, ref low0, d2, n3);

            MultiplyAdd(ref high1, ref low1, d0, a1);
            MultiplyAdd(ref high1, ref low1, d2, n4);
            MultiplyAdd(ref high1, ref low1, a3, n3);

            MultiplyAdd(ref high2, ref low2, d0, a2);
            MultiplyAdd(ref high2, ref low2, a1, a1);
            MultiplyAdd(ref high2, ref low2, 2 * a3, n4);

            MultiplyAdd(ref high3, ref low3, d0, a3);
            MultiplyAdd(ref high3, ref low3, d1, a2);
            MultiplyAdd(ref high3, ref low3, a4, n4);

            MultiplyAdd(ref high4, ref low4, d0, a4);
            MultiplyAdd(ref high4, ref low4, d1, a3);
            MultiplyAdd(ref high4, ref low4, a2, a2);
            return Reduce(high0, low0, high1, low1, high2, low2, high3, low3, high4, low4);
        }
    }

    /// <summary><paramref name="other"/> where <paramref name="choice"/> is 1, this element where it is 0.</summary>
    internal FieldElement Select(in FieldElement other, ulong choice)
    {
        Debug.Assert(choice <= 1);
        ulong mask = unchecked(0UL - choice);
        return new(
            _limb0 ^ (mask & (_limb0 ^ other._limb0)),
            _limb1 ^ (mask & (_limb1 ^ other._limb1)),
            _limb2 ^ (mask & (_limb2 ^ other._limb2)),
            _limb3 ^ (mask & (_limb3 ^ other._limb3)),
            _limb4 ^ (mask & (_limb4 ^ other._limb4)));
    }

    /// <summary>1 if the elements are equal, else 0.</summary>
    internal ulong EqualsMask(in FieldElement other) => (this - other).IsZeroMask();

    /// <summary>1 if this is zero, else 0.</summary>
    internal ulong IsZeroMask()
    {
        FieldElement canonical = Canonical();
        ulong any = canonical._limb0 | canonical._limb1 | canonical._limb2 | canonical._limb3 | canonical._limb4;

        // The limbs are below 2⁵¹, so that any − 1 has its top bit set for zero alone.
        return unchecked(any - 1) >> 63;
    }

    /// <summary>1 if this is negative (its canonical form is odd; RFC 9496 §3.1), else 0.</summary>
    internal ulong IsNegativeMask() => Canonical()._limb0 & 1;

    /// <summary>The element or its negative, whichever is not negative.</summary>
    internal FieldElement Absolute() => Select(-this, IsNegativeMask());

    /// <summary>Reads 255 bits, little-endian; the top bit is ignored and values from p on are reduced.</summary>
    internal static FieldElement Read(ReadOnlySpan<byte> encoded)
    {
        ulong word0 = BinaryPrimitives.ReadUInt64LittleEndian(encoded);
        ulong word1 = BinaryPrimitives.ReadUInt64LittleEndian(encoded[8..]);
        ulong word2 = BinaryPrimitives.ReadUInt64LittleEndian(encoded[16..]);
        ulong word3 = BinaryPrimitives.ReadUInt64LittleEndian(encoded[24..]);
        return new(
            word0 & LimbMask,
            ((word0 >> 51) | (word1 << 13)) & LimbMask,
            ((word1 >> 38) | (word2 << 26)) & LimbMask,
            ((word2 >> 25) | (word3 << 39)) & LimbMask,
            (word3 >> 12) & LimbMask);
    }

    /// <summary>Writes the canonical 32 bytes, little-endian, below p.</summary>
    internal void Write(Span<byte> encoded)
    {
        FieldElement canonical = Canonical();
        BinaryPrimitives.WriteUInt64LittleEndian(encoded, canonical._limb0 | (canonical._limb1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(encoded[8..], (canonical._limb1 >> 13) | (canonical._limb2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(encoded[16..], (canonical._limb2 >> 26) | (canonical._limb3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(encoded[24..], (canonical._limb3 >> 39) | (canonical._limb4 << 12));
    }

    // Adds a product to a column of 128 bits. The two halves are multiplied apart: a mul whose second half goes through memory costs more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(ref ulong high, ref ulong low, ulong left, ulong right)
    {
        unchecked
        {
            ulong upper = Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(left, right) : Math.BigMul(left, right, out _);
            ulong lower = left * right;
            low += lower;
            high += upper + (low < lower ? 1UL : 0UL);
        }
    }

    // From five columns below 2¹¹⁵ (field.md §3) to tight limbs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Reduce(
        ulong high0, ulong low0, ulong high1, ulong low1, ulong high2, ulong low2, ulong high3, ulong low3, ulong high4, ulong low4)
    {
        unchecked
        {
            ulong carry = (high0 << 13) | (low0 >> 51);
            carry = CarryInto(ref high1, ref low1, carry);
            carry = CarryInto(ref high2, ref low2, carry);
            carry = CarryInto(ref high3, ref low3, carry);
            carry = CarryInto(ref high4, ref low4, carry);
            ulong limb0 = (low0 & LimbMask) + (19 * carry);
            return new(limb0 & LimbMask, (low1 & LimbMask) + (limb0 >> 51), low2 & LimbMask, low3 & LimbMask, low4 & LimbMask);
        }
    }

    // Adds a carry to a column and returns the column's own carry: its bits from 51 on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong CarryInto(ref ulong high, ref ulong low, ulong carry)
    {
        unchecked
        {
            low += carry;
            high += low < carry ? 1UL : 0UL;
            return (high << 13) | (low >> 51);
        }
    }

    // One parallel carry: from limbs of 64 bits to limbs below 2⁵¹ + 19·2¹³; from limbs below 2⁵⁶ to limbs below 2⁵¹ + 2¹⁰.
    private static FieldElement Carry(ulong limb0, ulong limb1, ulong limb2, ulong limb3, ulong limb4) => unchecked(new(
        (limb0 & LimbMask) + (19 * (limb4 >> 51)),
        (limb1 & LimbMask) + (limb0 >> 51),
        (limb2 & LimbMask) + (limb1 >> 51),
        (limb3 & LimbMask) + (limb2 >> 51),
        (limb4 & LimbMask) + (limb3 >> 51)));

    // The one form below p with limbs below 2⁵¹: after a carry the value is below 2p, so that adding 19 tells by bit 255 whether to subtract p.
    private FieldElement Canonical()
    {
        unchecked
        {
            FieldElement tight = Carry(_limb0, _limb1, _limb2, _limb3, _limb4);
            ulong quotient = (tight._limb0 + 19) >> 51;
            quotient = (tight._limb1 + quotient) >> 51;
            quotient = (tight._limb2 + quotient) >> 51;
            quotient = (tight._limb3 + quotient) >> 51;
            quotient = (tight._limb4 + quotient) >> 51;
            ulong limb0 = tight._limb0 + (19 * quotient);
            ulong limb1 = tight._limb1 + (limb0 >> 51);
            ulong limb2 = tight._limb2 + (limb1 >> 51);
            ulong limb3 = tight._limb3 + (limb2 >> 51);
            ulong limb4 = tight._limb4 + (limb3 >> 51);
            return new(limb0 & LimbMask, limb1 & LimbMask, limb2 & LimbMask, limb3 & LimbMask, limb4 & LimbMask);
        }
    }

    [Conditional("DEBUG")]
    private void AssertLoose() => Debug.Assert((_limb0 | _limb1 | _limb2 | _limb3 | _limb4) < 1UL << 54);
}
