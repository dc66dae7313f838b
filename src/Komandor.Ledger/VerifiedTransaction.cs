using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>A transaction whose static rules all hold; only <see cref="TransactionVerifier"/> makes one.</summary>
public sealed class VerifiedTransaction
{
    internal VerifiedTransaction(Transaction transaction, Timestamp lockedUntil, Timestamp lockedFrom)
    {
        Transaction = transaction;
        LockedUntil = lockedUntil;
        LockedFrom = lockedFrom;
    }

    /// <summary>The transaction.</summary>
    public Transaction Transaction { get; }

    /// <summary>The latest time of the <c>after</c> leaves that its openings rely on: the parent block may not be earlier.</summary>
    public Timestamp LockedUntil { get; }

    /// <summary>The earliest time of the <c>before</c> leaves that its openings rely on: the parent block must be earlier.</summary>
    public Timestamp LockedFrom { get; }
}
