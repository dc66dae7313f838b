using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private.Keys;

/// <summary>The secrets of found notes.</summary>
/// <remarks>docs/protocol/private-wallet.md §4.</remarks>
internal static class OwnedKeys
{
    /// <summary>a₂ + h: what a shielded note's serial has above s.</summary>
    internal static Scalar ShieldedOffset(IncomingViewKey key, FoundNote note)
    {
        using NoteSecrets secrets = note.Secrets();
        return key.ShieldedOffset(key.DiversifierAt(note.AddressNumber)) + secrets.KeyOffset(PoolId.Shielded);
    }

    /// <summary>p + a₃ + h, the secret of a ring note's key.</summary>
    internal static Scalar RingSecret(SpendKey key, FoundNote note)
    {
        using NoteSecrets secrets = note.Secrets();
        IncomingViewKey incoming = key.View.Incoming;
        return key.Ring + incoming.RingOffset(incoming.DiversifierAt(note.AddressNumber)) + secrets.KeyOffset(PoolId.Ring);
    }

    /// <summary>y of a note's commitment.</summary>
    internal static Scalar Blinding(FoundNote note)
    {
        using NoteSecrets secrets = note.Secrets();
        return secrets.Blinding(PoolId.Of(note.Tier));
    }

    /// <summary>The image of an own ring note.</summary>
    internal static Hash256 Image(SpendKey key, FoundNote note) => NoteMaker.Encode(RingSigner.Image(RingSecret(key, note), note.Key.ToArray()));

    /// <summary>The note's key, made again from the secrets.</summary>
    internal static Hash256 KeyOf(SpendKey key, FoundNote note) => NoteMaker.Encode(note.Tier == PrivateTier.Ring
        ? FixedBase.Generator.Multiply(RingSecret(key, note))
        : Generators.Serial.Multiply(key.View.Serial + ShieldedOffset(key.View.Incoming, note)) + key.View.SpendPoint);
}
