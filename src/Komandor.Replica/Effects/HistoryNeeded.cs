namespace Komandor.Replica.Effects;

/// <summary>Pass <see cref="Inputs.HistoryWanted"/> to the Archivist. From the Executor, which fetches old blocks that no peer has whole.</summary>
/// <param name="Height">The block.</param>
public sealed record HistoryNeeded(ulong Height) : ReplicaEffect;
