using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Disclosure;

/// <summary>A note of a reserve proof: what is shown of it, and why it is the prover's.</summary>
/// <param name="Tier">Its tier.</param>
/// <param name="Index">Its index in the pool.</param>
/// <param name="Value">Its value.</param>
/// <param name="Blinding">y of its commitment, 32 bytes.</param>
/// <param name="Tag">Its tag or image.</param>
/// <param name="Proof">komandor.reserve.1, or komandor.equal.1 for a ring note.</param>
internal sealed record ReserveNote(PrivateTier Tier, ulong Index, ulong Value, Hash256 Blinding, Hash256 Tag, byte[] Proof)
{
    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(ReserveNote);
}
