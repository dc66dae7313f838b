namespace Komandor.Replica.Inputs;

/// <summary>Somebody wants an old block that is not here whole. For the Archivist, which answers with <see cref="Effects.HistoryFound"/> or
/// <see cref="Effects.HistoryLost"/>, sooner or later.</summary>
/// <param name="Height">The block.</param>
public sealed record HistoryWanted(ulong Height) : ReplicaInput;
