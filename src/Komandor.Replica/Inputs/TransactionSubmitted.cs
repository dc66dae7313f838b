using Komandor.Ledger;

namespace Komandor.Replica.Inputs;

/// <summary>A client asks to have a transaction ordered. For the Orderer, which answers with <see cref="Effects.SubmissionAnswered"/> in the same call.</summary>
/// <param name="Transaction">The transaction, verified statically.</param>
public sealed record TransactionSubmitted(VerifiedTransaction Transaction) : ReplicaInput;
