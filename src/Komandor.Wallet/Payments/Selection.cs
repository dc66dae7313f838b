using System.Collections.Immutable;

namespace Komandor.Wallet.Payments;

/// <summary>The coins that a payment spends, and what they leave.</summary>
/// <param name="Inputs">The coins.</param>
/// <param name="Change">Units of the payment's asset that come back; 0 for none.</param>
/// <param name="KmccChange">KMCC units that come back, when the payment is of another asset; 0 for none.</param>
/// <param name="Fee">KMCC units.</param>
internal sealed record Selection(ImmutableArray<Coin> Inputs, ulong Change, ulong KmccChange, ulong Fee);
