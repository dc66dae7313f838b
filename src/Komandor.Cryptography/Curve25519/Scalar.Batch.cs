using Komandor.Primitives;

namespace Komandor.Cryptography.Curve25519;

internal readonly partial struct Scalar
{
    /// <summary>Writes left[i] · right[i] to products[i]. Constant time.</summary>
    /// <param name="left">Any number of scalars.</param>
    /// <param name="right">As many.</param>
    /// <param name="products">As many at least; may be either operand.</param>
    internal static void MultiplyBatch(ReadOnlySpan<Scalar> left, ReadOnlySpan<Scalar> right, Span<Scalar> products)
    {
        Invariant.Require(left.Length == right.Length && products.Length >= left.Length);
        for (int index = 0; index < left.Length; index++)
        {
            products[index] = left[index] * right[index];
        }
    }
}
