using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>An own note, as it was found: what it is worth, and what spends it besides the keys.</summary>
/// <param name="Tier">Its tier.</param>
/// <param name="Index">Its index in the pool.</param>
/// <param name="Key">P or S.</param>
/// <param name="Commitment">C.</param>
/// <param name="EphemeralKey">E.</param>
/// <param name="Value">Its value in units.</param>
/// <param name="AddressNumber">The number of the address that was paid.</param>
/// <param name="Nonce">The nonce of the transaction that made it.</param>
/// <param name="Output">Its place among that transaction's outputs.</param>
/// <param name="Transaction">That transaction.</param>
/// <param name="Height">The block that made it.</param>
/// <param name="Shared">The encoding of i·E, from which everything else follows; as secret as the note.</param>
internal sealed record FoundNote(
    PrivateTier Tier,
    ulong Index,
    Hash256 Key,
    Hash256 Commitment,
    Hash256 EphemeralKey,
    ulong Value,
    ulong AddressNumber,
    Hash256 Nonce,
    int Output,
    TransactionId Transaction,
    ulong Height,
    Hash256 Shared)
{
    /// <summary>Whether it came back from an own payment.</summary>
    internal bool IsChange => AddressNumber == AddressTable.ChangeNumber;

    /// <summary>What is hashed from k; dispose it.</summary>
    internal NoteSecrets Secrets() => NoteSecrets.Of(EphemeralKey, Shared.ToArray(), Nonce, Output);

    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(FoundNote);
}
