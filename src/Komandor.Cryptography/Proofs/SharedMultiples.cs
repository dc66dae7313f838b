using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Komandor.Cryptography.Curve25519;

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
