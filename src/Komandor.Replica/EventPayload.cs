using Komandor.Ledger;

namespace Komandor.Replica;

/// <summary>What an event carries, checked as far as can be done without state.</summary>
/// <param name="Transactions">Its statically valid transactions, in order.</param>
/// <param name="Signatures">Its header signatures whose signature is right.</param>
/// <param name="InvalidItems">How many of its items are neither: they have no effect, and count against the creator.</param>
internal sealed record EventPayload(
    IReadOnlyList<VerifiedTransaction> Transactions, IReadOnlyList<HeaderClaim> Signatures, int InvalidItems)
{
    /// <summary>An event without content.</summary>
    public static EventPayload Empty { get; } = new([], [], 0);
}
