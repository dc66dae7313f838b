using Komandor.Cryptography.Curve25519;
using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>What a payer reads again of its own payment.</summary>
/// <param name="To">Whom it paid.</param>
/// <param name="Value">How much, in units.</param>
/// <param name="Memo">The memo.</param>
/// <param name="Output">The place of the paid output.</param>
/// <param name="Ephemeral">eⱼ of that output.</param>
internal sealed record RecoveredPayment(PrivateAddress To, ulong Value, string Memo, int Output, Scalar Ephemeral)
{
    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(RecoveredPayment);
}
