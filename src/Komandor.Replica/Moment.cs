using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>What the outside world adds to an input: the time, and chance.</summary>
/// <param name="Now">The wall clock; may jump. Stands in the events that this member creates.</param>
/// <param name="ElapsedUs">A clock that never goes back, in microseconds from any start; measures intervals.</param>
/// <param name="Coin">64 fresh bits from the operating system's generator: the coin of an event, should the input lead to one. Never reused.</param>
public readonly record struct Moment(Timestamp Now, long ElapsedUs, ulong Coin);
