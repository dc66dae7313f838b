using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Proofs;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>A prover of membership that weighs a digit's values as it likes, honest otherwise: what it must not get past the verifier.</summary>
/// <remarks>membership.md §3 and §5 for sets of one digit.</remarks>
internal static class DishonestMember
{
    /// <summary>Proves Σ weights · P = ρ·B over the four places of a digit.</summary>
    /// <param name="check">The statement; its proof is ignored.</param>
    /// <param name="points">P of each place.</param>
    /// <param name="weights">σ of each value: an honest prover's are one 1 and three 0, and they sum up to 1.</param>
    /// <param name="blinding">ρ.</param>
    internal static MembershipCheck Prove(MembershipCheck check, EdwardsPoint[] points, Scalar[] weights, Scalar blinding)
    {
        Scalar[] masks = [default, Sample.Scalar(301), Sample.Scalar(302), Sample.Scalar(303)];
        masks[0] = -(masks[1] + masks[2] + masks[3]);
        (Scalar nonceA, Scalar nonceB, Scalar power) = (Sample.Scalar(304), Sample.Scalar(305), Sample.Scalar(306));
        byte[] proof = new byte[Membership.SizeBytes(1)];
        ReadOnlySpan<EdwardsPoint> bases = Membership.Bases.Points[..9];
        Write(proof, 0, MultiScalar.SumVariableTime([nonceA, .. masks.SelectMany(a => (Scalar[])[a, -(a * a)])], bases));
        Write(proof, 1, MultiScalar.SumVariableTime(
            [nonceB, .. masks.Zip(weights).SelectMany(pair => (Scalar[])[pair.Second, pair.First * (Scalar.One + -(pair.Second + pair.Second))])], bases));
        Write(proof, 2, MultiScalar.SumVariableTime([power, .. masks], [EdwardsPoint.Base, .. points]));
        Transcript transcript = new();
        Membership.Begin(transcript, check);
        Scalar x = Membership.Draw(transcript, proof.AsSpan(0, 96));
        for (int value = 1; value < 4; value++)
        {
            ((weights[value] * x) + masks[value]).Write(proof.AsSpan(32 * (2 + value)));
        }

        ((nonceB * x) + nonceA).Write(proof.AsSpan(32 * 6));
        ((blinding * x) + -power).Write(proof.AsSpan(32 * 7));
        return check with { Proof = proof };
    }

    private static void Write(byte[] proof, int item, EdwardsPoint point) => Ristretto255.Write(point, proof.AsSpan(32 * item, 32));
}
