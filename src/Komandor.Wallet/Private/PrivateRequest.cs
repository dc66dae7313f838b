using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private;

/// <summary>A payment that touches a private tier.</summary>
/// <param name="Recipient">A private address, or a transparent one to which money leaves.</param>
/// <param name="Amount">Units of KMCC, 1 or more.</param>
/// <param name="Memo">At most 512 bytes; sealed for a private recipient, public for a transparent one.</param>
/// <param name="Source">What it is paid with.</param>
/// <param name="Into">The tier that transparent coins enter.</param>
public sealed record PrivateRequest(string Recipient, ulong Amount, string Memo, PaymentSource Source, PrivateTier Into = PrivateTier.Shielded);
