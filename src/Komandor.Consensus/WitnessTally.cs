using System.Numerics;
using System.Runtime.InteropServices;

namespace Komandor.Consensus;

/// <summary>The inner loop of strongly seeing: which witnesses does one more member vouch for?</summary>
internal static class WitnessTally
{
    /// <summary>Adds <paramref name="weight"/> to each sum whose two witnesses are the same.</summary>
    /// <remarks>The definition; <see cref="Add"/> is the same with vectors. Absent witnesses differ: -1 in a row, -2 in the wanted ones.</remarks>
    public static void AddScalar(ReadOnlySpan<int> row, ReadOnlySpan<int> wanted, ulong weight, Span<ulong> sums)
    {
        for (int index = 0; index < wanted.Length; index++)
        {
            if (row[index] == wanted[index])
            {
                sums[index] += weight;
            }
        }
    }

    /// <summary>Adds <paramref name="weight"/> to each sum whose two witnesses are the same. All spans have the length of <paramref name="wanted"/>.</summary>
    public static void Add(ReadOnlySpan<int> row, ReadOnlySpan<int> wanted, ulong weight, Span<ulong> sums)
    {
        row = row[..wanted.Length];
        sums = sums[..wanted.Length];
        int width = Vector<int>.Count;
        int vectored = wanted.Length - (wanted.Length % width);
        ReadOnlySpan<Vector<int>> rows = MemoryMarshal.Cast<int, Vector<int>>(row[..vectored]);
        ReadOnlySpan<Vector<int>> targets = MemoryMarshal.Cast<int, Vector<int>>(wanted[..vectored]);
        Span<Vector<long>> totals = MemoryMarshal.Cast<ulong, Vector<long>>(sums[..vectored]);
        Vector<long> addend = new(unchecked((long)weight));
        for (int index = 0; index < targets.Length; index++)
        {
            Vector<int> equal = Vector.Equals(rows[index], targets[index]);
            if (equal == Vector<int>.Zero)
            {
                continue;
            }

            Vector.Widen(equal, out Vector<long> low, out Vector<long> high);
            totals[2 * index] += low & addend;
            totals[(2 * index) + 1] += high & addend;
        }

        AddScalar(row[vectored..], wanted[vectored..], weight, sums[vectored..]);
    }
}
