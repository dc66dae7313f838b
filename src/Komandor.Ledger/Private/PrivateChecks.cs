using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The statements that the proofs of a private transaction are about: docs/protocol/private-money.md §2.</summary>
internal static class PrivateChecks
{
    /// <summary>The points of komandor.spend.1 for an input: N′, C′, T, U. U is never the sender's to say.</summary>
    internal static byte[] SpendPoints(ShieldedInput input, in EdwardsPoint tagBase) =>
        [.. input.Offset.ToArray(), .. input.Commitment.ToArray(), .. input.Tag.ToArray(), .. NoteMaker.Encode(tagBase).ToArray()];

    /// <summary>The statement of the range proof of all outputs.</summary>
    internal static RangeCheck Range(Transaction transaction, Hash256 context)
    {
        PrivateBundle bundle = transaction.Body.Bundle!;
        byte[] commitments = new byte[bundle.Outputs.Length * Hash256.SizeBytes];
        for (int index = 0; index < bundle.Outputs.Length; index++)
        {
            bundle.Outputs[index].Commitment.CopyTo(commitments.AsSpan(index * Hash256.SizeBytes));
        }

        return new RangeCheck(context, commitments, transaction.Proofs!.Range);
    }

    /// <summary>Key and commitment of each member of a ring, which are all there.</summary>
    internal static byte[] Ring(PoolView view, RingInput input)
    {
        byte[] ring = new byte[RingSignature.RingSizeBytes];
        for (int member = 0; member < input.Members.Length; member++)
        {
            PoolNote note = view.Note(PoolId.Ring, input.Members[member]);
            note.Key.CopyTo(ring.AsSpan(2 * member * Hash256.SizeBytes));
            note.Commitment.CopyTo(ring.AsSpan(((2 * member) + 1) * Hash256.SizeBytes));
        }

        return ring;
    }
}
