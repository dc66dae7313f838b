using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Cryptography.Proofs;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>One secret scalar times a point a lane: signed digits of four bits, tables of eight multiples that are read whole.</summary>
/// <remarks>All lanes have one digit, so a choice is the same mask in all of them; it comes from arithmetic, never from a branch. Weights as in field.md §9.</remarks>
internal static unsafe class LaneProducts<T>
    where T : unmanaged, ILaneField<T>
{
    private const int TableSize = SecretSum.TableSize;

    /// <summary>Multiplies every point in place.</summary>
    [SkipLocalsInit]
    internal static void Multiply(in Scalar scalar, Span<EdwardsPoint> points)
    {
        Span<sbyte> digits = stackalloc sbyte[SecretSum.Windows];
        SecretSum.Recode(scalar, digits);
        EdwardsPoint* results = stackalloc EdwardsPoint[LaneRow.MaxLanes];
        long** rows = stackalloc long*[LaneRow.MaxLanes];

        // Safe: a point is four elements of five words, which is a row of 20 limbs; lanes past the end repeat the last point.
        fixed (EdwardsPoint* first = points)
        {
            for (int start = 0; start < points.Length; start += T.Count)
            {
                for (int lane = 0; lane < T.Count; lane++)
                {
                    rows[lane] = (long*)(first + Math.Min(start + lane, points.Length - 1));
                }

                MultiplyGroup(digits, rows, results);
                for (int lane = 0; lane < Math.Min(T.Count, points.Length - start); lane++)
                {
                    first[start + lane] = results[lane];
                }
            }
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
        new Span<byte>(results, LaneRow.MaxLanes * sizeof(EdwardsPoint)).Clear();
    }

    [SkipLocalsInit]
    private static void MultiplyGroup(ReadOnlySpan<sbyte> digits, long** rows, EdwardsPoint* results)
    {
        Cached* table = stackalloc Cached[TableSize];
        Point point;
        T.LoadQuadruples(rows, out point.X, out point.Y, out point.Z, out point.W);
        T.FromWords(ref point.X);
        T.FromWords(ref point.Y);
        T.FromWords(ref point.Z);
        T.FromWords(ref point.W);
        ToCached(point, out table[0]);
        for (int index = 1; index < TableSize; index++)
        {
            Add(ref point, table[0]);
            ToCached(point, out table[index]);
        }

        Point sum;
        sum.X = LaneConstants<T>.Zero;
        sum.Y = LaneConstants<T>.One;
        sum.Z = LaneConstants<T>.One;
        sum.W = LaneConstants<T>.Zero;
        for (int window = SecretSum.Windows; window-- > 0;)
        {
            Double(ref sum, withT: false);
            Double(ref sum, withT: false);
            Double(ref sum, withT: false);
            Double(ref sum, withT: true);
            Choose(digits[window], table, out Cached chosen);
            Add(ref sum, chosen);
        }

        Store(sum, results);
    }

    [SkipLocalsInit]
    private static void Choose(int digit, Cached* table, out Cached chosen)
    {
        unchecked
        {
            int sign = digit >> 31;
            uint magnitude = (uint)((digit ^ sign) - sign);
            chosen.Plus = LaneConstants<T>.One;
            chosen.Minus = LaneConstants<T>.One;
            chosen.TwoZ = _two;
            chosen.TwoDT = LaneConstants<T>.Zero;
            for (uint index = 0; index < TableSize; index++)
            {
                // All bits where the numbers are equal: x − 1 is negative for x = 0 alone.
                uint mask = (uint)((int)((magnitude ^ (index + 1)) - 1) >> 31);
                T.Select(mask, chosen.Plus, table[index].Plus, out chosen.Plus);
                T.Select(mask, chosen.Minus, table[index].Minus, out chosen.Minus);
                T.Select(mask, chosen.TwoZ, table[index].TwoZ, out chosen.TwoZ);
                T.Select(mask, chosen.TwoDT, table[index].TwoDT, out chosen.TwoDT);
            }

            T plus = chosen.Plus;
            T.Select((uint)sign, chosen.Plus, chosen.Minus, out chosen.Plus);
            T.Select((uint)sign, chosen.Minus, plus, out chosen.Minus);
            T.Subtract(LaneConstants<T>.Zero, chosen.TwoDT, out T negative);
            T.Select((uint)sign, chosen.TwoDT, negative, out chosen.TwoDT);
        }
    }

    private static readonly T _two = T.Broadcast(FieldElement.One + FieldElement.One);

    // Weight 1 everywhere.
    [SkipLocalsInit]
    private static void ToCached(in Point point, out Cached cached)
    {
        T.Add(point.Y, point.X, out cached.Plus);
        T.Subtract(point.Y, point.X, out cached.Minus);
        T.Add(point.Z, point.Z, out cached.TwoZ);
        T.Carry(ref cached.Plus);
        T.Carry(ref cached.Minus);
        T.Carry(ref cached.TwoZ);
        T.Multiply(point.W, LaneConstants<T>.TwoD, out cached.TwoDT);
    }

    // The formulas of EdwardsPoint.Add. Weights: sums and differences of the point's coordinates 2, everything else 1 until e to h, which are 2.
    [SkipLocalsInit]
    private static void Add(ref Point point, in Cached other)
    {
        T.Subtract(point.Y, point.X, out T difference);
        T.Multiply(difference, other.Minus, out T minus);
        T.Add(point.Y, point.X, out T total);
        T.Multiply(total, other.Plus, out T plus);
        T.Multiply(point.W, other.TwoDT, out T product);
        T.Multiply(point.Z, other.TwoZ, out T scale);
        T.Subtract(plus, minus, out T e);
        T.Subtract(scale, product, out T f);
        T.Add(scale, product, out T g);
        T.Add(plus, minus, out T h);
        T.PrepareFactor(ref e);
        T.PrepareFactor(ref g);
        T.Multiply(e, f, out point.X);
        T.Multiply(g, h, out point.Y);
        T.Multiply(f, g, out point.Z);
        T.Multiply(e, h, out point.W);
    }

    // The formulas of EdwardsPoint.Double; T is left alone where the next step does not read it. Weights: h and g 2, e 3, f 1 after a carry.
    [SkipLocalsInit]
    private static void Double(ref Point point, bool withT)
    {
        T.Square(point.X, out T xx);
        T.Square(point.Y, out T yy);
        T.Square(point.Z, out T zz);
        T.Add(xx, yy, out T h);
        T.Add(point.X, point.Y, out T total);
        T.Carry(ref total);
        T.Square(total, out total);
        T.Subtract(h, total, out T e);
        T.Subtract(xx, yy, out T g);
        T.Add(zz, zz, out T f);
        T.Add(f, g, out f);
        T.Carry(ref f);
        T.PrepareFactor(ref e);
        T.PrepareFactor(ref g);
        T.Multiply(e, f, out point.X);
        T.Multiply(g, h, out point.Y);
        T.Multiply(f, g, out point.Z);
        if (withT)
        {
            T.Multiply(e, h, out point.W);
        }
    }

    private static void Store(in Point sum, EdwardsPoint* results)
    {
        FieldElement* x = stackalloc FieldElement[4 * LaneRow.MaxLanes];
        FieldElement* y = x + LaneRow.MaxLanes, z = y + LaneRow.MaxLanes, t = z + LaneRow.MaxLanes;
        T.Store(x, sum.X);
        T.Store(y, sum.Y);
        T.Store(z, sum.Z);
        T.Store(t, sum.W);
        for (int lane = 0; lane < T.Count; lane++)
        {
            results[lane] = new EdwardsPoint(x[lane], y[lane], z[lane], t[lane]);
        }
    }

    // Extended coordinates; W is T = X·Y/Z.
    private struct Point
    {
        internal T X, Y, Z, W;
    }

    private struct Cached
    {
        internal T Plus, Minus, TwoZ, TwoDT;
    }
}
