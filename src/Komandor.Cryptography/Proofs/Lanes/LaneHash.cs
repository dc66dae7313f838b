using System.Runtime.CompilerServices;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Proofs.Lanes;

/// <summary>Hashing to the group in lanes: RFC 9496 §4.3.4's map, whose definition is <see cref="Ristretto255.FromUniformBytes"/>.</summary>
internal static unsafe class LaneHash<T>
    where T : unmanaged, ILaneField<T>
{
    private static readonly T _oneMinusDSquared = T.Broadcast(FieldConstants.OneMinusDSquared);
    private static readonly T _dMinusOneSquared = T.Broadcast(FieldConstants.DMinusOneSquared);
    private static readonly T _rootOfADMinusOne = T.Broadcast(FieldConstants.RootOfADMinusOne);
    private static readonly T _minusOne = T.Broadcast(-FieldElement.One);

    /// <summary>Maps each 64 bytes to its element.</summary>
    [SkipLocalsInit]
    internal static void Map(ReadOnlySpan<byte> uniform, Span<EdwardsPoint> elements)
    {
        FieldElement* words = stackalloc FieldElement[4 * LaneRow.MaxLanes];
        for (int first = 0; first < elements.Length; first += T.Count)
        {
            int used = Math.Min(T.Count, elements.Length - first);
            for (int half = 0; half < 2; half++)
            {
                for (int lane = 0; lane < T.Count; lane++)
                {
                    int index = first + (lane < used ? lane : 0);
                    words[lane] = FieldElement.Read(uniform[((index * Ristretto255.UniformSizeBytes) + (half * FieldElement.SizeBytes))..]);
                }

                T.Load(words, out T t);
                MapHalf(t, words);
                for (int lane = 0; lane < used; lane++)
                {
                    EdwardsPoint point = new(
                        words[lane],
                        words[LaneRow.MaxLanes + lane],
                        words[(2 * LaneRow.MaxLanes) + lane],
                        words[(3 * LaneRow.MaxLanes) + lane]);
                    elements[first + lane] = half == 0 ? point : elements[first + lane] + point;
                }
            }
        }
    }

    // Comments give weights above 1.
    [SkipLocalsInit]
    private static void MapHalf(in T t, FieldElement* words)
    {
        T.Square(t, out T r);
        T.Multiply(r, LaneConstants<T>.RootOfMinusOne, out r);
        T.Add(r, LaneConstants<T>.One, out T rPlusOne);
        T.Multiply(rPlusOne, _oneMinusDSquared, out T u);
        T.Multiply(r, LaneConstants<T>.D, out T rd);
        T.Add(rd, LaneConstants<T>.One, out rd);
        T.Add(r, LaneConstants<T>.D, out T rPlusD);
        T.Carry(ref rPlusD);
        T.Multiply(rd, rPlusD, out T v);
        T.Subtract(LaneConstants<T>.Zero, v, out v);
        uint square = LanePowers<T>.SquareRootOfRatio(u, v, out T s);
        T.Multiply(s, t, out T turned);
        LanePowers<T>.Absolute(ref turned);
        T.Subtract(LaneConstants<T>.Zero, turned, out turned);
        T.Select(square, turned, s, out s);
        T.Select(square, r, _minusOne, out T c);

        // r − 1 has weight 2, and n before its carry.
        T.Subtract(r, LaneConstants<T>.One, out T n);
        T.Multiply(n, c, out n);
        T.Multiply(n, _dMinusOneSquared, out n);
        T.Subtract(n, v, out n);
        T.Carry(ref n);
        T.Multiply(s, v, out T w0);
        T.Add(w0, w0, out w0);
        T.Carry(ref w0);
        T.Multiply(n, _rootOfADMinusOne, out T w1);
        T.Square(s, out T ss);
        T.Subtract(LaneConstants<T>.One, ss, out T w2);
        T.Add(LaneConstants<T>.One, ss, out T w3);
        Store(w0, w3, words);
        Store(w2, w1, words + LaneRow.MaxLanes);
        Store(w3, w1, words + (2 * LaneRow.MaxLanes));
        Store(w2, w0, words + (3 * LaneRow.MaxLanes));
    }

    private static void Store(in T left, in T right, FieldElement* words)
    {
        T.Multiply(left, right, out T product);
        T.Store(words, product);
    }
}
