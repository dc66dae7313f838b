using Komandor.Primitives;

namespace Komandor.Replica.Effects;

/// <summary>Tell the client what became of its submission. From the Orderer, in the call that took it.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Fault">None: it is taken on, and will be executed, rejected or reported expired while this member runs.</param>
public sealed record SubmissionAnswered(TransactionId Transaction, PoolFault Fault) : ReplicaEffect;
