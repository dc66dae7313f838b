using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>Makes representation proofs. Constant time in the secrets.</summary>
/// <remarks>docs/protocol/representation.md §5.</remarks>
internal static class RelationProver
{
    /// <summary>Proves that the points of a statement are the sums that its form says.</summary>
    /// <param name="shape">The form.</param>
    /// <param name="context">What the proof is bound to.</param>
    /// <param name="points">The statement's points, 32 bytes each.</param>
    /// <param name="secrets">The secrets, in the form's order.</param>
    /// <param name="randomness">32 fresh bytes.</param>
    internal static byte[] Prove(
        RelationShape shape, Hash256 context, ReadOnlySpan<byte> points, ReadOnlySpan<Scalar> secrets, ReadOnlySpan<byte> randomness)
    {
        EdwardsPoint[] read = new EdwardsPoint[shape.Points];
        Invariant.Require(secrets.Length == shape.Secrets && ProofReader.ReadPoints(points, read) == ProofFault.None);
        Transcript transcript = new();
        RelationVerifier.Begin(transcript, shape, context, points);
        transcript.Challenge("nonces"u8);
        using SecretNonces source = new(randomness, transcript.State, secrets);
        Scalar[] nonces = GC.AllocateArray<Scalar>(shape.Secrets, pinned: true);
        for (int index = 0; index < nonces.Length; index++)
        {
            nonces[index] = source.Next();
        }

        byte[] proof = new byte[shape.ProofSizeBytes];
        int commitmentsSize = shape.Equations.Length * ProofReader.ItemSizeBytes;
        Commit(shape, read, nonces, proof);
        RelationVerifier.Begin(transcript, shape, context, points);
        Scalar challenge = RelationVerifier.Draw(transcript, proof.AsSpan(0, commitmentsSize));
        for (int index = 0; index < nonces.Length; index++)
        {
            (nonces[index] + (challenge * secrets[index])).Write(proof.AsSpan(commitmentsSize + (index * ProofReader.ItemSizeBytes)));
        }

        ScalarSpans.Zero(nonces);
        return proof;
    }

    /// <summary>The sum of an equation for the given scalars. Constant time in them.</summary>
    internal static EdwardsPoint Evaluate(RelationEquation equation, ReadOnlySpan<EdwardsPoint> points, ReadOnlySpan<Scalar> scalars)
    {
        Scalar[] factors = GC.AllocateArray<Scalar>(equation.Terms.Length, pinned: true);
        EdwardsPoint[] bases = new EdwardsPoint[equation.Terms.Length];
        for (int index = 0; index < factors.Length; index++)
        {
            factors[index] = scalars[equation.Terms[index].Secret];
            bases[index] = RelationShape.BaseAt(equation.Terms[index].Base, points);
        }

        EdwardsPoint sum = SecretSum.Sum(factors, bases);
        ScalarSpans.Zero(factors);
        return sum;
    }

    private static void Commit(RelationShape shape, ReadOnlySpan<EdwardsPoint> points, ReadOnlySpan<Scalar> nonces, Span<byte> proof)
    {
        for (int index = 0; index < shape.Equations.Length; index++)
        {
            EdwardsPoint commitment = Evaluate(shape.Equations[index], points, nonces);
            Ristretto255.Write(commitment, proof.Slice(index * ProofReader.ItemSizeBytes, ProofReader.ItemSizeBytes));
        }
    }
}
