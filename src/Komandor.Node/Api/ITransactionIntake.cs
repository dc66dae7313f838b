using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Node.Api;

/// <summary>Where verified transactions go: the member's pool. Implemented by what drives the member.</summary>
public interface ITransactionIntake
{
    /// <summary>Hands a transaction to the pool.</summary>
    /// <param name="transaction">Its static rules hold.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the transaction may have been taken on all the same.</param>
    Task<IntakeOutcome> SubmitAsync(VerifiedTransaction transaction, CancellationToken cancellationToken);

    /// <summary>The transaction while it waits, also while its block waits for a certificate; else null.</summary>
    Transaction? Pending(TransactionId id);

    /// <summary>Whether it was taken on here and expired; remembered for a bounded number of the newest ones.</summary>
    bool HasExpired(TransactionId id);

    /// <summary>From its submission here to its certificate in milliseconds, or null; remembered for a bounded number of the newest ones.</summary>
    int? FinalityMs(TransactionId id);
}
