using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>Makes notes that only their owner recognises: docs/protocol/private-wallet.md §3.</summary>
internal static class NoteMaker
{
    /// <summary>Makes an output that pays an address.</summary>
    /// <param name="to">Whom.</param>
    /// <param name="tier">In which tier.</param>
    /// <param name="value">How much, in units.</param>
    /// <param name="seed">The transaction's seed e, 32 secret bytes.</param>
    /// <param name="nonce">The transaction's nonce c.</param>
    /// <param name="output">The index of the output.</param>
    /// <param name="secrets">What is hashed from k, for the memo; dispose it.</param>
    /// <param name="blinding">y of the commitment.</param>
    internal static PrivateOutput Make(
        PrivateAddress to, PrivateTier tier, ulong value, ReadOnlySpan<byte> seed, Hash256 nonce, int output, out NoteSecrets secrets, out Scalar blinding)
    {
        PoolId pool = PoolId.Of(tier);
        UInt128 anchor = NoteSecrets.Anchor(seed, nonce, output);
        Scalar ephemeral = NoteSecrets.Ephemeral(anchor, nonce, output, to.Diversifier);
        Hash256 ephemeralKey = Encode(to.Base.Multiply(ephemeral));
        secrets = NoteSecrets.Of(ephemeralKey, Read(to.FindKey).Multiply(ephemeral), nonce, output);
        blinding = secrets.Blinding(pool);
        Hash256 key = KeyOf(to, tier, secrets);
        Hash256 commitment = Encode(Pedersen.Commit(value, blinding));
        return new PrivateOutput(key, commitment, ephemeralKey, secrets.ViewTag, secrets.SealValue(value, anchor));
    }

    /// <summary>The key of an address's note.</summary>
    internal static Hash256 KeyOf(PrivateAddress to, PrivateTier tier, NoteSecrets secrets)
    {
        Scalar offset = secrets.KeyOffset(PoolId.Of(tier));
        return Encode(tier == PrivateTier.Ring
            ? Read(to.RingKey) + FixedBase.Generator.Multiply(offset)
            : Read(to.ShieldedKey) + Generators.Serial.Multiply(offset));
    }

    /// <summary>The element's encoding.</summary>
    internal static Hash256 Encode(in EdwardsPoint point)
    {
        Span<byte> encoded = stackalloc byte[Ristretto255.SizeBytes];
        Ristretto255.Write(point, encoded);
        return new Hash256(encoded);
    }

    /// <summary>The element of an encoding that is known to be one.</summary>
    internal static EdwardsPoint Read(Hash256 encoding)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        encoding.CopyTo(bytes);
        Invariant.Require(Ristretto255.TryRead(bytes, out EdwardsPoint point));
        return point;
    }
}
