using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>Sums of products of scalars, reduced once for each sum instead of once for each product.</summary>
internal static class ScalarMatrix
{
    /// <summary>The most terms of a sum: 128 products below 2⁵⁰⁵ stay below 2⁵¹².</summary>
    internal const int MaximumTerms = 128;

    /// <summary>Adds Σ rows[h·terms + t] · columns[l·terms + t] over t to sums[h·width + l], for l below the width and as many sums as there are.</summary>
    /// <param name="rows">One row of terms for each width of sums begun.</param>
    /// <param name="columns">Width rows of terms.</param>
    /// <param name="terms">1 to 128.</param>
    /// <param name="sums">The sums, added to.</param>
    internal static void AddProducts(ReadOnlySpan<Scalar> rows, ReadOnlySpan<Scalar> columns, int terms, Span<Scalar> sums)
    {
        Invariant.Require(terms is >= 1 and <= MaximumTerms);
        int width = columns.Length / terms;
        ReadOnlySpan<ulong> left = MemoryMarshal.Cast<Scalar, ulong>(rows);
        ReadOnlySpan<ulong> right = MemoryMarshal.Cast<Scalar, ulong>(columns);
        for (int place = 0; place < sums.Length; place++)
        {
            sums[place] += SumProducts(
                left.Slice(place / width * terms * 4, terms * 4), right.Slice(place % width * terms * 4, terms * 4));
        }
    }

    // Words of 64 bits, least significant first; the eight words of the sum never overflow by the bound on the terms.
    private static Scalar SumProducts(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        unchecked
        {
            ulong sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0, sum4 = 0, sum5 = 0, sum6 = 0, sum7 = 0;
            for (int term = 0; term < left.Length; term += 4)
            {
                ulong a0 = left[term], a1 = left[term + 1], a2 = left[term + 2], a3 = left[term + 3];
                ulong carry = AddRow(ref sum0, ref sum1, ref sum2, ref sum3, a0, a1, a2, a3, right[term]);
                Carry(ref sum4, ref sum5, ref sum6, ref sum7, carry);
                carry = AddRow(ref sum1, ref sum2, ref sum3, ref sum4, a0, a1, a2, a3, right[term + 1]);
                Carry(ref sum5, ref sum6, ref sum7, carry);
                carry = AddRow(ref sum2, ref sum3, ref sum4, ref sum5, a0, a1, a2, a3, right[term + 2]);
                Carry(ref sum6, ref sum7, carry);
                sum7 += AddRow(ref sum3, ref sum4, ref sum5, ref sum6, a0, a1, a2, a3, right[term + 3]);
            }

            Span<ulong> wide = [sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7];
            return Scalar.ReadWide(MemoryMarshal.AsBytes(wide));
        }
    }

    // Adds a · b to four words; returns the fifth.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddRow(
        ref ulong sum0, ref ulong sum1, ref ulong sum2, ref ulong sum3, ulong a0, ulong a1, ulong a2, ulong a3, ulong b)
    {
        unchecked
        {
            UInt128 column = Math.BigMul(a0, b) + sum0;
            sum0 = (ulong)column;
            column = Math.BigMul(a1, b) + sum1 + (ulong)(column >> 64);
            sum1 = (ulong)column;
            column = Math.BigMul(a2, b) + sum2 + (ulong)(column >> 64);
            sum2 = (ulong)column;
            column = Math.BigMul(a3, b) + sum3 + (ulong)(column >> 64);
            sum3 = (ulong)column;
            return (ulong)(column >> 64);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ref ulong sum0, ref ulong sum1, ref ulong sum2, ref ulong sum3, ulong carry)
    {
        unchecked
        {
            sum0 += carry;
            Carry(ref sum1, ref sum2, ref sum3, sum0 < carry ? 1UL : 0UL);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ref ulong sum0, ref ulong sum1, ref ulong sum2, ulong carry)
    {
        unchecked
        {
            sum0 += carry;
            Carry(ref sum1, ref sum2, sum0 < carry ? 1UL : 0UL);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ref ulong sum0, ref ulong sum1, ulong carry)
    {
        unchecked
        {
            sum0 += carry;
            sum1 += sum0 < carry ? 1UL : 0UL;
        }
    }
}
