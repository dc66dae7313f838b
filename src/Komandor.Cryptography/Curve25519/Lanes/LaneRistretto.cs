using System.Runtime.CompilerServices;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>ristretto255's encodings in lanes; the definitions are <see cref="Ristretto255.TryRead"/> and <see cref="Ristretto255.Write"/>.</summary>
internal static unsafe class LaneRistretto<T>
    where T : unmanaged, ILaneField<T>
{
    /// <summary>Reads many elements; what <see cref="Ristretto255.TryReadBatch"/> says.</summary>
    [SkipLocalsInit]
    internal static bool Read(ReadOnlySpan<byte> encoded, Span<EdwardsPoint> elements, Span<bool> valid)
    {
        int count = encoded.Length / Ristretto255.SizeBytes;
        FieldElement* words = stackalloc FieldElement[3 * LaneRow.MaxLanes];
        FieldElement* wordsY = words + LaneRow.MaxLanes, wordsT = wordsY + LaneRow.MaxLanes;
        bool all = true;
        for (int first = 0; first < count; first += T.Count)
        {
            int used = Math.Min(T.Count, count - first);
            uint canonical = ReadWords(encoded.Slice(first * Ristretto255.SizeBytes, used * Ristretto255.SizeBytes), words);
            T.Load(words, out T s);
            uint verdicts = Decode(s, out T x, out T y, out T t) & canonical;
            T.Store(words, x);
            T.Store(wordsY, y);
            T.Store(wordsT, t);
            for (int lane = 0; lane < used; lane++)
            {
                elements[first + lane] = new(words[lane], wordsY[lane], FieldElement.One, wordsT[lane]);
                valid[first + lane] = (verdicts >> lane & 1) == 1;
                all &= valid[first + lane];
            }
        }

        return all;
    }

    /// <summary>Writes many elements; what <see cref="Ristretto255.WriteBatch"/> says. Constant time.</summary>
    [SkipLocalsInit]
    internal static void Write(ReadOnlySpan<EdwardsPoint> elements, Span<byte> encoded)
    {
        FieldElement* words = stackalloc FieldElement[LaneRow.MaxLanes];
        long** rows = stackalloc long*[LaneRow.MaxLanes];

        // Safe: a point is four elements of five words, which is a row of 20 limbs.
        fixed (EdwardsPoint* points = elements)
        {
            for (int first = 0; first < elements.Length; first += T.Count)
            {
                for (int lane = 0; lane < T.Count; lane++)
                {
                    rows[lane] = (long*)(points + Math.Min(first + lane, elements.Length - 1));
                }

                Encode(rows, out T s);
                T.Store(words, s);
                for (int lane = 0; lane < Math.Min(T.Count, elements.Length - first); lane++)
                {
                    words[lane].Write(encoded.Slice((first + lane) * Ristretto255.SizeBytes, Ristretto255.SizeBytes));
                }
            }
        }
    }

    // Reads s of each encoding, zero in the lanes beyond, and tells which encodings are canonical and not negative.
    private static uint ReadWords(ReadOnlySpan<byte> encoded, FieldElement* words)
    {
        Span<byte> canonical = stackalloc byte[Ristretto255.SizeBytes];
        uint mask = 0;
        for (int lane = 0; lane < T.Count; lane++)
        {
            words[lane] = default;
            if (lane < encoded.Length / Ristretto255.SizeBytes)
            {
                ReadOnlySpan<byte> one = encoded.Slice(lane * Ristretto255.SizeBytes, Ristretto255.SizeBytes);
                words[lane] = FieldElement.Read(one);
                words[lane].Write(canonical);
                mask |= one.SequenceEqual(canonical) && (one[0] & 1) == 0 ? 1u << lane : 0;
            }
        }

        return mask;
    }

    // RFC 9496 §4.3.1, of s that is not negative; all of weight 1.
    [SkipLocalsInit]
    private static uint Decode(in T s, out T x, out T y, out T t)
    {
        T.Square(s, out T square);
        T.Subtract(LaneConstants<T>.One, square, out T u1);
        T.Add(LaneConstants<T>.One, square, out T u2);
        T.Carry(ref u1);
        T.Carry(ref u2);
        T.Square(u2, out T u2Square);
        T.Square(u1, out T v);
        T.Multiply(v, LaneConstants<T>.D, out v);
        T.Add(v, u2Square, out v);
        T.Subtract(LaneConstants<T>.Zero, v, out v);
        T.Carry(ref v);
        T.Multiply(v, u2Square, out T product);
        uint valid = LanePowers<T>.SquareRootOfRatio(LaneConstants<T>.One, product, out T inverseRoot);
        T.Multiply(inverseRoot, u2, out T denominatorX);
        T.Multiply(inverseRoot, denominatorX, out T denominatorY);
        T.Multiply(denominatorY, v, out denominatorY);
        T.Add(s, s, out T twice);
        T.Multiply(twice, denominatorX, out x);
        LanePowers<T>.Absolute(ref x);
        T.Multiply(u1, denominatorY, out y);
        T.Multiply(x, y, out t);
        return valid & ~(T.NegativeMask(t) | T.ZeroMask(y));
    }

    // RFC 9496 §4.3.2.
    [SkipLocalsInit]
    private static void Encode(long** rows, out T s)
    {
        T.LoadQuadruples(rows, out T x, out T y, out T z, out T t);
        T.FromWords(ref x);
        T.FromWords(ref y);
        T.FromWords(ref z);
        T.FromWords(ref t);
        T.Add(z, y, out T sum);
        T.Subtract(z, y, out T difference);
        T.Carry(ref sum);
        T.Multiply(sum, difference, out T u1);
        T.Multiply(x, y, out T u2);
        T.Square(u2, out T product);
        T.Multiply(product, u1, out product);
        LanePowers<T>.SquareRootOfRatio(LaneConstants<T>.One, product, out T inverseRoot);
        T.Multiply(inverseRoot, u1, out T denominator1);
        T.Multiply(inverseRoot, u2, out T denominator2);
        T.Multiply(denominator1, denominator2, out T inverseZ);
        T.Multiply(inverseZ, t, out inverseZ);
        T.Multiply(t, inverseZ, out T turn);
        uint rotate = T.NegativeMask(turn);
        T.Multiply(x, LaneConstants<T>.RootOfMinusOne, out T turnedX);
        T.Multiply(y, LaneConstants<T>.RootOfMinusOne, out T turnedY);
        T.Multiply(denominator1, LaneConstants<T>.InverseRootOfAMinusD, out T turnedDenominator);
        T.Select(rotate, x, turnedY, out x);
        T.Select(rotate, y, turnedX, out y);
        T.Select(rotate, denominator2, turnedDenominator, out T denominator);
        T.Multiply(x, inverseZ, out product);
        LanePowers<T>.NegateWhere(T.NegativeMask(product), ref y);
        T.Subtract(z, y, out difference);
        T.Multiply(denominator, difference, out s);
        LanePowers<T>.Absolute(ref s);
    }
}
