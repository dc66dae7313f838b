using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Cryptography.Proofs.Lanes;

namespace Komandor.Cryptography.Proofs;

/// <summary>Three secret scalars that multiply the points of many groups: their digits are computed once. Constant time. Zeroed on dispose.</summary>
internal sealed class SharedMultiples : IDisposable
{
    private readonly sbyte[] _digits;

    internal SharedMultiples(ReadOnlySpan<Scalar> scalars)
    {
        _digits = GC.AllocateArray<sbyte>(scalars.Length * SecretSum.Windows, pinned: true);
        for (int index = 0; index < scalars.Length; index++)
        {
            SecretSum.Recode(scalars[index], _digits.AsSpan(index * SecretSum.Windows, SecretSum.Windows));
        }
    }

    /// <summary>The digits of the scalars.</summary>
    internal ReadOnlySpan<sbyte> Digits => _digits;

    /// <summary>Adds to each group's sum Σ aᵥ·Pᵥ over the values 0 to 3 of its points.</summary>
    internal void AddSums(ReadOnlySpan<EdwardsPoint> points, Span<EdwardsPoint> sums)
    {
        if (Avx512Lanes.IsSupported)
        {
            LaneFold<Avx512Lanes>.Add(_digits, points, sums);
        }
        else if (Avx2Lanes.IsSupported)
        {
            LaneFold<Avx2Lanes>.Add(_digits, points, sums);
        }
        else
        {
            for (int group = 0; group < sums.Length; group++)
            {
                sums[group] += SumDifferences(points.Slice(group * Membership.Radix, Membership.Radix));
            }
        }
    }

    /// <summary>Σ aᵥ·Pᵥ over the values 0 to 3, with a₀ = −a₁ − a₂ − a₃: three multiples of differences.</summary>
    internal EdwardsPoint SumDifferences(ReadOnlySpan<EdwardsPoint> points)
    {
        Span<CachedPoint> tables = stackalloc CachedPoint[Membership.SentValues * SecretSum.TableSize];
        CachedPoint negative = (-points[0]).ToCached();
        for (int value = 1; value < points.Length; value++)
        {
            SecretSum.FillTable(points[value].Add(negative), tables.Slice((value - 1) * SecretSum.TableSize, SecretSum.TableSize));
        }

        return SecretSum.SumTables(_digits, tables);
    }

    /// <summary>Zeroes the digits.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_digits.AsSpan()));
}
