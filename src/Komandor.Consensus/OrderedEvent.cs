using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>An event in its final place.</summary>
/// <param name="Signed">The event.</param>
/// <param name="ConsensusTime">Its consensus timestamp; later than that of every event before it, in all rounds.</param>
public readonly record struct OrderedEvent(SignedEvent Signed, Timestamp ConsensusTime);
