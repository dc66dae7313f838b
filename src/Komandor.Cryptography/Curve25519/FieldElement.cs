using System.Buffers.Binary;
using System.Diagnostics;

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
            return Reduce(
                Math.BigMul(a0, b0) + Math.BigMul(a1, n4) + Math.BigMul(a2, n3) + Math.BigMul(a3, n2) + Math.BigMul(a4, n1),
                Math.BigMul(a0, b1) + Math.BigMul(a1, b0) + Math.BigMul(a2, n4) + Math.BigMul(a3, n3) + Math.BigMul(a4, n2),
                Math.BigMul(a0, b2) + Math.BigMul(a1, b1) + Math.BigMul(a2, b0) + Math.BigMul(a3, n4) + Math.BigMul(a4, n3),
                Math.BigMul(a0, b3) + Math.BigMul(a1, b2) + Math.BigMul(a2, b1) + Math.BigMul(a3, b0) + Math.BigMul(a4, n4),
                Math.BigMul(a0, b4) + Math.BigMul(a1, b3) + Math.BigMul(a2, b2) + Math.BigMul(a3, b1) + Math.BigMul(a4, b0));
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
            return Reduce(
                Math.BigMul(a0, a0) + Math.BigMul(d1, n4) + Math.BigMul(d2, n3),
                Math.BigMul(d0, a1) + Math.BigMul(d2, n4) + Math.BigMul(a3, n3),
                Math.BigMul(d0, a2) + Math.BigMul(a1, a1) + Math.BigMul(2 * a3, n4),
                Math.BigMul(d0, a3) + Math.BigMul(d1, a2) + Math.BigMul(a4, n4),
                Math.BigMul(d0, a4) + Math.BigMul(d1, a3) + Math.BigMul(a2, a2));
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

    // From five columns below 2¹¹⁵ (field.md §3) to tight limbs.
    private static FieldElement Reduce(UInt128 column0, UInt128 column1, UInt128 column2, UInt128 column3, UInt128 column4)
    {
        unchecked
        {
            column1 += (ulong)(column0 >> 51);
            column2 += (ulong)(column1 >> 51);
            column3 += (ulong)(column2 >> 51);
            column4 += (ulong)(column3 >> 51);
            ulong limb0 = ((ulong)column0 & LimbMask) + (19 * (ulong)(column4 >> 51));
            return new(
                limb0 & LimbMask,
                ((ulong)column1 & LimbMask) + (limb0 >> 51),
                (ulong)column2 & LimbMask,
                (ulong)column3 & LimbMask,
                (ulong)column4 & LimbMask);
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
