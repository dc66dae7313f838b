using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;

namespace Komandor.Ledger.Private;

/// <summary>A shielded note to spend, or the virtual one of value zero at place 0.</summary>
/// <param name="Serial">The factor of F in the note's point, w·(s + a₂ + h); any for the virtual note.</param>
/// <param name="Secret">The factor of K, w·r; any for the virtual note.</param>
/// <param name="Blinding">y of its commitment; any for the virtual note.</param>
/// <param name="Value">Its value; zero for the virtual note.</param>
/// <param name="SetNumber">The number of the cover set.</param>
/// <param name="Set">The cover set under the anchor.</param>
/// <param name="Place">The note's place in the set: 1 more than its index less the set's first.</param>
internal sealed record ShieldedSpend(
    Scalar Serial, Scalar Secret, Scalar Blinding, ulong Value, ulong SetNumber, CoverSet Set, int Place)
{
    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(ShieldedSpend);
}
