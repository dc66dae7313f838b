using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Many independent sums of two multiples, in variable time: what the steps of many rings compute side by side.</summary>
internal static class PairSums
{
    /// <summary>sums[i] = left[i] · leftPoints[i] + right[i] · rightPoints[i]. All spans are equally long.</summary>
    internal static void Compute(
        ReadOnlySpan<Scalar> left,
        ReadOnlySpan<EdwardsPoint> leftPoints,
        ReadOnlySpan<Scalar> right,
        ReadOnlySpan<EdwardsPoint> rightPoints,
        Span<EdwardsPoint> sums)
    {
        for (int index = 0; index < sums.Length; index++)
        {
            sums[index] = MultiScalar.SumVariableTime([left[index], right[index]], [leftPoints[index], rightPoints[index]]);
        }
    }
}
