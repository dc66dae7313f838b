using Komandor.Primitives;

namespace Komandor.Replica.Effects;

/// <summary>A transaction that was taken on can never take effect any more: its validity ended, and it stands in no event. From the Orderer.</summary>
/// <param name="Transaction">The transaction.</param>
public sealed record TransactionExpired(TransactionId Transaction) : ReplicaEffect;
