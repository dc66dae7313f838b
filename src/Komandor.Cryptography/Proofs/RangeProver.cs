using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>Makes range proofs. Values and blinding factors are secret: constant time in them.</summary>
/// <remarks>docs/protocol/range-proofs.md §6.</remarks>
internal static class RangeProver
{
    /// <summary>Proves that each commitment value·V + blinding·B is to a number of 64 bits.</summary>
    /// <param name="context">What the proof is bound to.</param>
    /// <param name="values">1 to 16 values.</param>
    /// <param name="blindings">As many blinding factors.</param>
    /// <param name="randomness">32 fresh bytes.</param>
    /// <returns>The commitments' encodings and the proof.</returns>
    internal static (byte[] Commitments, byte[] Proof) Prove(
        Hash256 context, ReadOnlySpan<ulong> values, ReadOnlySpan<Scalar> blindings, ReadOnlySpan<byte> randomness)
    {
        Invariant.Require(values.Length is >= 1 and <= RangeProof.MaximumCount && values.Length == blindings.Length);
        byte[] commitments = new byte[values.Length * ProofReader.ItemSizeBytes];
        byte[] bits = GC.AllocateArray<byte>(1 << RangeProof.RoundsOf(values.Length), pinned: true);
        for (int index = 0; index < values.Length; index++)
        {
            EdwardsPoint commitment = Pedersen.Commit(values[index], blindings[index]);
            Ristretto255.Write(commitment, commitments.AsSpan(index * ProofReader.ItemSizeBytes, ProofReader.ItemSizeBytes));
            for (int bit = 0; bit < RangeProof.Bits; bit++)
            {
                bits[(index * RangeProof.Bits) + bit] = (byte)((values[index] >> bit) & 1);
            }
        }

        byte[] proof = ProveBits(context, commitments, bits, blindings, randomness);
        CryptographicOperations.ZeroMemory(bits);
        return (commitments, proof);
    }

    /// <summary>Proves for bits as given: valid exactly if they are those of the values that were committed to.</summary>
    internal static byte[] ProveBits(
        Hash256 context, ReadOnlySpan<byte> commitments, ReadOnlySpan<byte> bits, ReadOnlySpan<Scalar> blindings, ReadOnlySpan<byte> randomness)
    {
        using RangeProverState state = new(context, commitments, bits, blindings, randomness);
        return state.Run();
    }
}
