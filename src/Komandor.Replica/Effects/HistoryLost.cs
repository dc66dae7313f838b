using Komandor.Replica.Archive;

namespace Komandor.Replica.Effects;

/// <summary>A wanted block cannot be had now. From the Archivist: tell who waits, and pass it to the Executor as <see cref="Inputs.HistoryMissed"/>.</summary>
/// <param name="Height">The block.</param>
/// <param name="Fault">Why.</param>
/// <param name="Pieces">How many pieces of its segment could be had, this member's own among them.</param>
/// <param name="Needed">How many it takes.</param>
public sealed record HistoryLost(ulong Height, HistoryFault Fault, int Pieces, int Needed) : ReplicaEffect;
