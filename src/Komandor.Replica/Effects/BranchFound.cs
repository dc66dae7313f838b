using Komandor.Consensus;

namespace Komandor.Replica.Effects;

/// <summary>A member created two contradicting events. From the Orderer, once a member and start.</summary>
/// <param name="Evidence">The proof.</param>
public sealed record BranchFound(BranchEvidence Evidence) : ReplicaEffect;
