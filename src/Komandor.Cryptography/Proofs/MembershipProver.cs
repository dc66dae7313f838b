using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>Makes membership proofs. Place and blinding are secret: no branch and no index depends on them.</summary>
/// <remarks>docs/protocol/membership.md §5.</remarks>
internal static class MembershipProver
{
    /// <summary>Proves that the offset is the note at a place of the set under a new blinding factor, or, for place 0, that <paramref name="zero"/> commits to zero.</summary>
    /// <param name="set">The cover set.</param>
    /// <param name="context">What the proof is bound to.</param>
    /// <param name="offset">N′.</param>
    /// <param name="zero">C′.</param>
    /// <param name="place">The note's place; those past the set are as place 0.</param>
    /// <param name="blinding">ρ with N − N′ = ρ·B, or C′ = ρ·B for place 0.</param>
    /// <param name="randomness">32 fresh bytes.</param>
    /// <param name="forkJoin">Runs the parts of the work.</param>
    internal static MembershipCheck Prove(
        CoverSet set,
        Hash256 context,
        ReadOnlyMemory<byte> offset,
        ReadOnlyMemory<byte> zero,
        int place,
        in Scalar blinding,
        ReadOnlySpan<byte> randomness,
        IForkJoin forkJoin)
    {
        Invariant.Require(place >= 0 && place < 1 << (2 * set.Digits));
        byte[] proof = new byte[Membership.SizeBytes(set.Digits)];
        MembershipCheck check = new(set, context, offset, zero, proof);
        Transcript transcript = new();
        Membership.Begin(transcript, check);
        transcript.Challenge("nonces"u8);
        using SecretNonces nonces = new(randomness, transcript.State, [blinding, ScalarSpans.FromNumber((ulong)place)]);
        using MembershipSecrets secrets = new(set.Digits, place, nonces);
        Write(proof, 0, secrets.CommitA());
        Write(proof, 1, secrets.CommitB());
        EdwardsPoint[] folded = DigitFold.Run(Points(set, offset.Span, zero.Span), secrets, forkJoin);
        for (int power = 0; power < set.Digits; power++)
        {
            Write(proof, 2 + power, folded[power] + FixedBase.Generator.Multiply(secrets.Powers[power]));
        }

        DigitFold.Zero(folded);

        Membership.Begin(transcript, check);
        Scalar x = Membership.Draw(transcript, proof.AsSpan(0, (2 + set.Digits) * ProofReader.ItemSizeBytes));
        secrets.Answer(x, blinding, proof.AsSpan((2 + set.Digits) * ProofReader.ItemSizeBytes));
        return check;
    }

    // N − N′ for every note; C′ for place 0 and the places past the set.
    private static EdwardsPoint[] Points(CoverSet set, ReadOnlySpan<byte> offset, ReadOnlySpan<byte> zero)
    {
        Span<EdwardsPoint> read = new EdwardsPoint[2];
        Invariant.Require(ProofReader.ReadPoints(offset, read[..1]) == ProofFault.None);
        Invariant.Require(ProofReader.ReadPoints(zero, read[1..]) == ProofFault.None);
        CachedPoint negative = (-read[0]).ToCached();
        EdwardsPoint[] points = new EdwardsPoint[1 << (2 * set.Digits)];
        points.AsSpan().Fill(read[1]);
        for (int index = 1; index < set.Places; index++)
        {
            points[index] = set.Bases.Points[index].Add(negative);
        }

        return points;
    }

    private static void Write(byte[] proof, int item, in EdwardsPoint point) =>
        Ristretto255.Write(point, proof.AsSpan(item * ProofReader.ItemSizeBytes, ProofReader.ItemSizeBytes));
}
