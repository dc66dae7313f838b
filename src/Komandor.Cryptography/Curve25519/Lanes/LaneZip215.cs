using System.Runtime.CompilerServices;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Reads points by ZIP-215 (field.md rule F2) and writes them in lanes; the definitions are <see cref="EdwardsPoint.TryReadZip215"/> and
/// <see cref="EdwardsPoint.Write"/>.</summary>
internal static unsafe class LaneZip215<T>
    where T : unmanaged, ILaneField<T>
{
    /// <summary>Reads an affine point of weight 1 in each lane. Constant time.</summary>
    /// <param name="encoded">An encoding of 32 bytes a lane.</param>
    /// <param name="x">The points' x.</param>
    /// <param name="y">The points' y.</param>
    /// <returns>The lanes whose encoding is a point's.</returns>
    [SkipLocalsInit]
    internal static uint Read(ReadOnlySpan<byte> encoded, out T x, out T y)
    {
        FieldElement* elements = stackalloc FieldElement[LaneRow.MaxLanes];
        uint signs = 0;
        for (int lane = 0; lane < T.Count; lane++)
        {
            elements[lane] = FieldElement.Read(encoded.Slice(lane * EdwardsPoint.SizeBytes, EdwardsPoint.SizeBytes));
            signs |= (uint)(encoded[(lane * EdwardsPoint.SizeBytes) + 31] >> 7) << lane;
        }

        T.Load(elements, out y);
        T.Square(y, out T square);
        T.Multiply(square, LaneConstants<T>.D, out T denominator);
        T.Subtract(square, LaneConstants<T>.One, out T numerator);
        T.Add(denominator, LaneConstants<T>.One, out denominator);
        T.Carry(ref numerator);
        T.Carry(ref denominator);
        uint valid = LanePowers<T>.SquareRootOfRatio(numerator, denominator, out x);
        LanePowers<T>.NegateWhere(signs, ref x);
        return valid;
    }

    /// <summary>Reads many points; what <see cref="EdwardsPoint.TryReadZip215Batch"/> says.</summary>
    [SkipLocalsInit]
    internal static bool Read(ReadOnlySpan<byte> encoded, Span<EdwardsPoint> points, Span<bool> valid)
    {
        int count = encoded.Length / EdwardsPoint.SizeBytes;
        Span<byte> group = stackalloc byte[LaneRow.MaxLanes * EdwardsPoint.SizeBytes];
        FieldElement* elements = stackalloc FieldElement[3 * LaneRow.MaxLanes];
        FieldElement* elementsY = elements + LaneRow.MaxLanes, elementsT = elementsY + LaneRow.MaxLanes;
        bool all = true;
        for (int first = 0; first < count; first += T.Count)
        {
            int used = Math.Min(T.Count, count - first);
            group.Clear();
            encoded.Slice(first * EdwardsPoint.SizeBytes, used * EdwardsPoint.SizeBytes).CopyTo(group);
            uint verdicts = Read(group, out T x, out T y);
            T.Multiply(x, y, out T t);
            T.Store(elements, x);
            T.Store(elementsY, y);
            T.Store(elementsT, t);
            for (int lane = 0; lane < used; lane++)
            {
                points[first + lane] = new(elements[lane], elementsY[lane], FieldElement.One, elementsT[lane]);
                valid[first + lane] = (verdicts >> lane & 1) == 1;
                all &= valid[first + lane];
            }
        }

        return all;
    }

    /// <summary>Writes many points; what <see cref="EdwardsPoint.WriteBatch"/> says. Constant time.</summary>
    [SkipLocalsInit]
    internal static void Write(ReadOnlySpan<EdwardsPoint> points, Span<byte> encoded)
    {
        FieldElement* elements = stackalloc FieldElement[LaneRow.MaxLanes];
        long** rows = stackalloc long*[LaneRow.MaxLanes];

        // Safe: a point is four elements of five words, which is a row of 20 limbs.
        fixed (EdwardsPoint* start = points)
        {
            for (int first = 0; first < points.Length; first += T.Count)
            {
                for (int lane = 0; lane < T.Count; lane++)
                {
                    rows[lane] = (long*)(start + Math.Min(first + lane, points.Length - 1));
                }

                T.LoadQuadruples(rows, out T x, out T y, out T z, out _);
                T.FromWords(ref x);
                T.FromWords(ref y);
                T.FromWords(ref z);
                LanePowers<T>.Invert(z, out T inverse);
                T.Multiply(x, inverse, out x);
                T.Multiply(y, inverse, out y);
                uint signs = T.NegativeMask(x);
                T.Store(elements, y);
                for (int lane = 0; lane < Math.Min(T.Count, points.Length - first); lane++)
                {
                    Span<byte> one = encoded.Slice((first + lane) * EdwardsPoint.SizeBytes, EdwardsPoint.SizeBytes);
                    elements[lane].Write(one);
                    one[31] |= (byte)((signs >> lane & 1) << 7);
                }
            }
        }
    }
}
