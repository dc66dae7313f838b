using System.Runtime.CompilerServices;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>Checks keys by rule E4 in lanes; the definition is <see cref="Ed25519.IsAcceptableKey"/>. Variable time: keys are public.</summary>
internal static class LaneKeys<T>
    where T : unmanaged, ILaneField<T>
{
    // ℓ is 2²⁵² plus this.
    private const int OrderTopBit = 252;
    private static readonly UInt128 _orderRest = new(0x14DEF9DEA2F79CD6, 0x5812631A5CF5D3ED);

    /// <summary>Writes each key's verdict.</summary>
    [SkipLocalsInit]
    internal static void AreAcceptable(ReadOnlySpan<PublicKey> keys, Span<bool> acceptable)
    {
        Span<byte> encoded = stackalloc byte[LaneRow.MaxLanes * EdwardsPoint.SizeBytes];
        for (int first = 0; first < keys.Length; first += T.Count)
        {
            int used = Math.Min(T.Count, keys.Length - first);
            encoded.Clear();
            uint canonical = 0;
            for (int lane = 0; lane < used; lane++)
            {
                Span<byte> one = encoded.Slice(lane * EdwardsPoint.SizeBytes, EdwardsPoint.SizeBytes);
                keys[first + lane].CopyTo(one);
                canonical |= IsCanonical(one) ? 1u << lane : 0;
            }

            uint good = LaneZip215<T>.Read(encoded, out T x, out T y) & canonical & PrimeOrderMask(x, y);
            for (int lane = 0; lane < used; lane++)
            {
                acceptable[first + lane] = (good >> lane & 1) == 1;
            }
        }
    }

    // y below p. A sign on x = 0 belongs to points of small order only, which another rule refuses.
    private static bool IsCanonical(ReadOnlySpan<byte> encoded)
    {
        Span<byte> canonical = stackalloc byte[FieldElement.SizeBytes];
        FieldElement.Read(encoded).Write(canonical);
        canonical[31] |= (byte)(encoded[31] & 0x80);
        return encoded.SequenceEqual(canonical);
    }

    // The lanes whose point times ℓ is neutral, and which are not neutral themselves. Where there is no point the verdict means nothing.
    [SkipLocalsInit]
    private static uint PrimeOrderMask(in T x, in T y)
    {
        LanePoint<T> point = LanePoint<T>.FromAffine(x, y);
        uint neutral = point.IdentityMask();
        T.Add(y, x, out T plus);
        T.Subtract(y, x, out T minus);
        T.Carry(ref plus);
        T.Carry(ref minus);
        T.Multiply(x, y, out T twoDT);
        T.Multiply(twoDT, LaneConstants<T>.TwoD, out twoDT);
        for (int bit = OrderTopBit - 1; bit >= 0; bit--)
        {
            point.Double();
            if (bit < 128 && ((_orderRest >> bit) & 1) == 1)
            {
                point.Add(plus, minus, twoDT);
            }
        }

        return point.IdentityMask() & ~neutral;
    }
}
