using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.SecretSharing;

/// <summary>Makes dealings, and opens the shares of those that were received. Constant time in secrets.</summary>
/// <remarks>docs/protocol/secret-sharing.md §5.</remarks>
internal static class Dealer
{
    /// <summary>Shares out a random secret.</summary>
    /// <param name="context">What the dealing is bound to.</param>
    /// <param name="threshold">The shares that recover the secret: 1 to the number of keys.</param>
    /// <param name="keys">The receivers' keys, 32 bytes each.</param>
    /// <param name="randomness">32 fresh bytes, from which the secret follows too.</param>
    internal static byte[] Deal(Hash256 context, int threshold, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> randomness)
    {
        Transcript transcript = new();
        Sharing.Begin(transcript, context, threshold, keys);
        transcript.Challenge("nonces"u8);
        using SecretNonces nonces = new(randomness, transcript.State, []);
        Scalar[] polynomial = GC.AllocateArray<Scalar>(threshold, pinned: true);
        for (int power = 0; power < threshold; power++)
        {
            polynomial[power] = nonces.Next();
        }

        Scalar[] shares = GC.AllocateArray<Scalar>(keys.Length / ProofReader.ItemSizeBytes, pinned: true);
        for (int index = 0; index < shares.Length; index++)
        {
            Scalar place = Lagrange.Number(index + 1);
            for (int power = threshold; power-- > 0;)
            {
                shares[index] = (shares[index] * place) + polynomial[power];
            }
        }

        byte[] dealing = DealShares(context, threshold, keys, shares, nonces);
        ScalarSpans.Zero(polynomial);
        ScalarSpans.Zero(shares);
        return dealing;
    }

    /// <summary>Makes a dealing of shares as given: valid exactly if they lie on a polynomial of degree below the threshold.</summary>
    internal static byte[] DealShares(
        Hash256 context, int threshold, ReadOnlySpan<byte> keys, ReadOnlySpan<Scalar> shares, SecretNonces nonces)
    {
        EdwardsPoint[] read = new EdwardsPoint[shares.Length];
        Invariant.Require(ProofReader.ReadPoints(keys, read) == ProofFault.None);
        byte[] dealing = new byte[Sharing.SizeBytes(shares.Length)];
        Scalar[] masks = GC.AllocateArray<Scalar>(shares.Length, pinned: true);
        FixedBase commitmentBase = new(Sharing.CommitmentBase.Points[0]);
        for (int index = 0; index < shares.Length; index++)
        {
            masks[index] = nonces.Next();
            Write(dealing, index, commitmentBase.Multiply(shares[index]));
            Write(dealing, shares.Length + index, read[index].Multiply(shares[index]));
            Write(dealing, (2 * shares.Length) + index, commitmentBase.Multiply(masks[index]));
            Write(dealing, (3 * shares.Length) + index, read[index].Multiply(masks[index]));
        }

        Transcript transcript = new();
        Sharing.Begin(transcript, context, threshold, keys);
        int pointsSize = Sharing.PointsEach * keys.Length;
        Scalar challenge = Sharing.Draw(transcript, dealing.AsSpan(0, pointsSize));
        for (int index = 0; index < shares.Length; index++)
        {
            (masks[index] + (challenge * shares[index])).Write(dealing.AsSpan(pointsSize + (index * ProofReader.ItemSizeBytes)));
        }

        ScalarSpans.Zero(masks);
        return dealing;
    }

    /// <summary>Decrypts a receiver's share of a verified dealing, and proves that it is the one.</summary>
    /// <param name="context">What the proof is bound to.</param>
    /// <param name="secret">The receiver's secret: its key is that multiple of B.</param>
    /// <param name="encrypted">The encrypted share, 32 bytes.</param>
    /// <param name="randomness">32 fresh bytes.</param>
    /// <returns>The check of form <see cref="RelationShape.EqualLogarithm"/> over key, share and encrypted share.</returns>
    internal static RelationCheck Open(Hash256 context, in Scalar secret, ReadOnlySpan<byte> encrypted, ReadOnlySpan<byte> randomness)
    {
        Span<EdwardsPoint> point = new EdwardsPoint[1];
        Invariant.Require(ProofReader.ReadPoints(encrypted, point) == ProofFault.None);
        byte[] points = new byte[3 * ProofReader.ItemSizeBytes];
        Write(points, 0, FixedBase.Generator.Multiply(secret));
        Write(points, 1, point[0].Multiply(ScalarSpans.Invert(secret)));
        encrypted.CopyTo(points.AsSpan(2 * ProofReader.ItemSizeBytes));
        byte[] proof = RelationProver.Prove(RelationShape.EqualLogarithm, context, points, [secret], randomness);
        return new RelationCheck(RelationShape.EqualLogarithm, context, points, proof);
    }

    private static void Write(byte[] bytes, int item, in EdwardsPoint point) =>
        Ristretto255.Write(point, bytes.AsSpan(item * ProofReader.ItemSizeBytes, ProofReader.ItemSizeBytes));
}
