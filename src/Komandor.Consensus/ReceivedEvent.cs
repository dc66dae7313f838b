using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>An event that a round receives, with all that places it among the others.</summary>
/// <param name="Node">The event.</param>
/// <param name="MedianTime">The weighted median of the times at which the judges' creators received it, in Unix microseconds.</param>
/// <param name="Slot">Its slot, by which its sorted times are found.</param>
/// <param name="Generation">1 plus the greatest generation of its parents in the same round.</param>
/// <param name="Whitened">Its id, combined with those of the judges.</param>
internal readonly record struct ReceivedEvent(EventNode Node, long MedianTime, int Slot, int Generation, Hash256 Whitened);
