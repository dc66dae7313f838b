using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>Makes ring signatures. Key, blinding difference and the signer's place are secret: no branch and no index depends on them.</summary>
/// <remarks>docs/protocol/ring-signatures.md §5.</remarks>
internal static class RingSigner
{
    /// <summary>The image of a key: the same whenever the key signs.</summary>
    internal static EdwardsPoint Image(in Scalar secret, ReadOnlySpan<byte> key) =>
        SecretSum.Sum([secret], [Generators.KeyImageBase(key)]);

    /// <summary>Signs.</summary>
    /// <param name="context">What is signed.</param>
    /// <param name="ring">The members: key and commitment of each, 1,024 bytes.</param>
    /// <param name="offset">A commitment to the signer's value.</param>
    /// <param name="place">The signer's place in the ring.</param>
    /// <param name="key">p with P = p·B.</param>
    /// <param name="difference">z with C − C′ = z·B.</param>
    /// <param name="randomness">32 fresh bytes.</param>
    /// <returns>The check that <see cref="RingVerifier"/> accepts.</returns>
    internal static RingCheck Sign(
        Hash256 context, ReadOnlyMemory<byte> ring, ReadOnlyMemory<byte> offset, int place, in Scalar key, in Scalar difference, ReadOnlySpan<byte> randomness)
    {
        RingTerms terms = new();
        Transcript transcript = new();
        Invariant.Require(ProofReader.ReadPoints(ring.Span, terms.Members) == ProofFault.None);
        Invariant.Require(ProofReader.ReadPoints(offset.Span, new Span<EdwardsPoint>(ref terms.Offset)) == ProofFault.None);
        terms.FillDifferences();
        RingSignature.FillImageBases(ring.Span, terms);
        EdwardsPoint imageBase = Choose(terms.ImageBases, place);
        byte[] image = new byte[ProofReader.ItemSizeBytes];
        byte[] proof = new byte[RingSignature.SizeBytes];
        terms.Image = imageBase.Multiply(key);
        terms.D = imageBase.Multiply(difference);
        Ristretto255.Write(terms.Image, image);
        Ristretto255.Write(terms.D, proof);
        RingCheck check = new(context, ring, image, offset, proof);
        RingSignature.Begin(transcript, check, terms);
        terms.ImageColumn = SecretSum.Pair(terms.KeyWeight, terms.Image, terms.CommitmentWeight, terms.D);
        using SecretNonces nonces = new(randomness, terms.State, [key, difference]);
        Close(terms, new RingSuite(transcript), place, (terms.KeyWeight * key) + (terms.CommitmentWeight * difference), nonces, proof);
        return check;
    }

    // Begins behind the signer's place and goes around; arrays are turned and turned back by masks, so that no index is secret.
    private static void Close(RingTerms terms, RingSuite suite, int place, in Scalar secret, SecretNonces nonces, Span<byte> proof)
    {
        Span<Scalar> turned = stackalloc Scalar[RingSignature.MemberCount];
        Span<Scalar> challenges = stackalloc Scalar[RingSignature.MemberCount];
        Scalar nonce = nonces.Next();
        EdwardsPoint left = SecretSum.Sum([nonce], [Generators.Blinding]);
        EdwardsPoint right = Choose(terms.ImageBases, place).Multiply(nonce);
        Span<byte> encoded = stackalloc byte[2 * ProofReader.ItemSizeBytes];
        EdwardsPoint[] columns = Columns(terms);
        for (int step = 1; step <= RingSignature.MemberCount; step++)
        {
            RingSuite.Write([left, right], encoded);
            int turnedPlace = step % RingSignature.MemberCount;
            Scalar challenge = suite.Challenge(terms, encoded[..ProofReader.ItemSizeBytes], encoded[ProofReader.ItemSizeBytes..]);
            challenges[turnedPlace] = challenge;
            turned[turnedPlace] = step == RingSignature.MemberCount ? nonce + -(challenge * secret) : nonces.Next();
            int member = (place + step) & (RingSignature.MemberCount - 1);
            left = SecretSum.Pair(turned[turnedPlace], Generators.Blinding, challenge, Choose(columns, member));
            right = SecretSum.Pair(turned[turnedPlace], Choose(terms.ImageBases, member), challenge, terms.ImageColumn);
        }

        Choose(challenges, -place).Write(proof.Slice(ProofReader.ItemSizeBytes, ProofReader.ItemSizeBytes));
        for (int member = 0; member < RingSignature.MemberCount; member++)
        {
            Choose(turned, member - place).Write(proof.Slice((2 + member) * ProofReader.ItemSizeBytes, ProofReader.ItemSizeBytes));
        }

        ScalarSpans.Zero(turned);
        ScalarSpans.Zero(new Span<Scalar>(ref nonce));
    }

    // μP·Pᵢ + μC·(Cᵢ − C′), which is public.
    private static EdwardsPoint[] Columns(RingTerms terms)
    {
        EdwardsPoint[] columns = new EdwardsPoint[RingSignature.MemberCount];
        for (int member = 0; member < columns.Length; member++)
        {
            columns[member] = SecretSum.Pair(terms.KeyWeight, terms.Members[2 * member], terms.CommitmentWeight, terms.Differences[member]);
        }

        return columns;
    }

    private static EdwardsPoint Choose(ReadOnlySpan<EdwardsPoint> points, int place)
    {
        EdwardsPoint chosen = points[0];
        for (int index = 1; index < points.Length; index++)
        {
            ulong equal = Equal(place, index);
            chosen = new EdwardsPoint(
                chosen.X.Select(points[index].X, equal),
                chosen.Y.Select(points[index].Y, equal),
                chosen.Z.Select(points[index].Z, equal),
                chosen.T.Select(points[index].T, equal));
        }

        return chosen;
    }

    private static Scalar Choose(ReadOnlySpan<Scalar> scalars, int place)
    {
        Scalar chosen = default;
        for (int index = 0; index < scalars.Length; index++)
        {
            chosen += scalars[index] * ScalarSpans.FromNumber(Equal(place, index));
        }

        return chosen;
    }

    // 1 if the places are equal modulo the ring's size, else 0.
    private static ulong Equal(int left, int right) =>
        unchecked(((ulong)((left ^ right) & (RingSignature.MemberCount - 1)) - 1) >> 63);
}
