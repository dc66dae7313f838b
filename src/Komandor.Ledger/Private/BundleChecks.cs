using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The rules of a bundle that need its points but no state: N7 and N13.</summary>
internal static class BundleChecks
{
    // Key, commitment and ephemeral key of an output.
    private const int OutputPoints = 3;

    private static readonly FixedBase _value = new(Generators.Value);

    /// <summary>Judges the points and the balance of a body with a bundle.</summary>
    internal static LedgerFault Check(TransactionBody body)
    {
        PrivateBundle bundle = body.Bundle!;
        CanonicalWriter writer = new(1024);
        for (int input = 0; input < bundle.InputCount; input++)
        {
            writer.Hash(bundle.CommitmentOf(input));
        }

        foreach (PrivateOutput output in bundle.Outputs)
        {
            writer.Hash(output.Commitment);
        }

        for (int input = 0; input < bundle.InputCount; input++)
        {
            writer.Hash(bundle.TagOf(input));
            if (bundle is ShieldedBundle shielded)
            {
                writer.Hash(shielded.Inputs[input].Offset);
            }
        }

        foreach (PrivateOutput output in bundle.Outputs)
        {
            writer.Hash(output.Key);
            writer.Hash(output.EphemeralKey);
        }

        EdwardsPoint[] points = new EdwardsPoint[(OutputPoints * PrivateLimits.MaximumOutputs) + (3 * PrivateLimits.RingInputs)];
        Span<EdwardsPoint> read = points.AsSpan(0, writer.SizeBytes / Hash256.SizeBytes);
        return ProofReader.ReadPoints(writer.Written, read) != ProofFault.None ? LedgerFault.PrivatePoint
            : !Balances(body, read) ? LedgerFault.PrivateBalance
            : LedgerFault.None;
    }

    // Σ C′ − Σ C − (leaving + fee)·V, or entering·V + excess·B − Σ C, is neutral; the points begin with all C′, then all C. A bundle with inputs has no excess
    // (BundleReader), and prepared bases need no doublings.
    private static bool Balances(TransactionBody body, ReadOnlySpan<EdwardsPoint> points)
    {
        PrivateBundle bundle = body.Bundle!;
        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int index = 0; index < bundle.InputCount; index++)
        {
            sum += points[index];
        }

        for (int index = 0; index < bundle.Outputs.Length; index++)
        {
            sum += -points[bundle.InputCount + index];
        }

        Span<byte> excess = stackalloc byte[Hash256.SizeBytes];
        bundle.Excess.CopyTo(excess);
        Invariant.Require(Scalar.TryRead(excess, out Scalar blinding));
        Scalar value = bundle.InputCount > 0
            ? -ScalarSpans.FromNumber(bundle.Leaving + body.Fee)
            : ScalarSpans.FromNumber(bundle.Entering);
        sum += _value.Multiply(value);
        if (bundle.InputCount == 0)
        {
            sum += FixedBase.Generator.Multiply(blinding);
        }

        return Ristretto255.EqualsMask(sum, EdwardsPoint.Identity) == 1;
    }
}
