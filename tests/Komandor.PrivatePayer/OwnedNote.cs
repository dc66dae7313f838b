using Komandor.Cryptography.Curve25519;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.PrivatePayer;

/// <summary>A private note that a payer found to be its own.</summary>
/// <param name="Tier">Its tier.</param>
/// <param name="Index">Its number in the pool.</param>
/// <param name="Height">The block that made it.</param>
/// <param name="Value">Its value.</param>
/// <param name="Memo">The memo that came with it, if it was the paid one.</param>
public sealed record OwnedNote(PrivateTier Tier, ulong Index, ulong Height, ulong Value, byte[]? Memo)
{
    internal Hash256 Key { get; init; }

    internal Scalar Serial { get; init; }

    internal Scalar Blinding { get; init; }
}
