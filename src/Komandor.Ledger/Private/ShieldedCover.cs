using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>A shielded note that a body takes, without the secret that spends it.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="Key">Its weighted key, the serial's multiple of F and the spend secret's of K: a full view key knows it.</param>
/// <param name="Value">Its value.</param>
/// <param name="SetNumber">The number of the cover set.</param>
internal readonly record struct ShieldedCover(Hash256 Tag, EdwardsPoint Key, ulong Value, ulong SetNumber)
{
    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(ShieldedCover);
}
