using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>Judges the proofs of private transactions.</summary>
public interface IPrivateProofs
{
    /// <summary>Judges the transactions whose fault so far is none: rules N28 to N31. A verdict never depends on the others.</summary>
    /// <param name="view">The pools; the transactions obey rules N22 to N25 in it.</param>
    /// <param name="transactions">Transactions with a bundle.</param>
    /// <param name="faults">At the index of each, none before; its verdict afterwards.</param>
    /// <param name="forkJoin">Runs parts of the batch.</param>
    void Verify(PoolView view, IReadOnlyList<Transaction> transactions, LedgerFault[] faults, IForkJoin forkJoin);
}
