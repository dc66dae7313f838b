using Komandor.Primitives;

namespace Komandor.Replica.Inputs;

/// <summary>The batch of a <see cref="Effects.WriteEvents"/> with an own event is on the disk. For the Orderer, which now gossips the event.</summary>
/// <param name="Event">The own event.</param>
public sealed record OwnEventDurable(EventId Event) : ReplicaInput;
