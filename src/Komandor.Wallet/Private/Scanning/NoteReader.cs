using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>Judges whether an output whose view tag agrees is the wallet's own: opens it and makes it again.</summary>
/// <remarks>docs/protocol/private-wallet.md §4.</remarks>
internal static class NoteReader
{
    /// <summary>The note, or null when it is somebody else's or does not agree with what was sealed.</summary>
    /// <param name="addresses">The own addresses.</param>
    /// <param name="transaction">The transaction that made it.</param>
    /// <param name="output">Its place there.</param>
    /// <param name="product">The encoding of i·E.</param>
    /// <param name="height">The block.</param>
    internal static FoundNote? TryRead(AddressTable addresses, CompactTransaction transaction, int output, Hash256 product, ulong height)
    {
        PrivateOutput made = transaction.Outputs[output].Output;
        using NoteSecrets secrets = NoteSecrets.Of(made.EphemeralKey, product.ToArray(), transaction.Nonce, output);
        if (secrets.ViewTag != made.ViewTag || AddressOf(addresses, transaction.Tier, made, secrets) is not { } number)
        {
            return null;
        }

        (ulong value, UInt128 anchor) = secrets.OpenValue(made.SealedValue.Span);
        UInt128 diversifier = addresses.DiversifierOf(number);
        Scalar ephemeral = NoteSecrets.Ephemeral(anchor, transaction.Nonce, output, diversifier);
        bool agrees = NoteMaker.Encode(Pedersen.Commit(value, secrets.Blinding(PoolId.Of(transaction.Tier)))) == made.Commitment

            // Whoever pays one address under another's base would learn from the answer that both are one person's.
            && NoteMaker.Encode(PrivateAddress.BaseOf(diversifier).Multiply(ephemeral)) == made.EphemeralKey;
        return agrees
            ? new FoundNote(
                transaction.Tier, transaction.Outputs[output].Index, made.Key, made.Commitment, made.EphemeralKey, value, number,
                transaction.Nonce, output, transaction.Id, height, product)
            : null;
    }

    // The own address whose key, plus h times its base, is the note's.
    private static ulong? AddressOf(AddressTable addresses, PrivateTier tier, PrivateOutput made, NoteSecrets secrets)
    {
        Span<byte> key = stackalloc byte[Hash256.SizeBytes];
        made.Key.CopyTo(key);
        if (!Ristretto255.TryRead(key, out EdwardsPoint point))
        {
            return null;
        }

        Scalar offset = secrets.KeyOffset(PoolId.Of(tier));
        EdwardsPoint difference = point + -(tier == PrivateTier.Ring
            ? FixedBase.Generator.Multiply(offset)
            : Generators.Serial.Multiply(offset));
        return addresses.Find(NoteMaker.Encode(difference));
    }
}
