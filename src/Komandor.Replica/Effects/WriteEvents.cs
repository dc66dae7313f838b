using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Replica.Effects;

/// <summary>Store events, and forget expired ones. From the Orderer.</summary>
/// <param name="Batch">The changes. Batches are written in the order in which they come.</param>
/// <param name="OwnEvent">An own event of the batch: write durably, then report <see cref="Inputs.OwnEventDurable"/>. Null: no hurry.</param>
public sealed record WriteEvents(KeyValueBatch Batch, EventId? OwnEvent) : ReplicaEffect;
