using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Commitments to values: C = value·V + blinding·B, hiding without condition and binding as long as nobody knows V as a multiple of B.</summary>
/// <remarks>docs/protocol/transcripts.md §4.</remarks>
internal static class Pedersen
{
    /// <summary>The commitment. Constant time.</summary>
    internal static EdwardsPoint Commit(in Scalar value, in Scalar blinding) =>
        SecretSum.Pair(value, Generators.Value, blinding, Generators.Blinding);

    /// <summary>The commitment to a number of units. Constant time.</summary>
    internal static EdwardsPoint Commit(ulong value, in Scalar blinding) => Commit(ScalarSpans.FromNumber(value), blinding);
}
