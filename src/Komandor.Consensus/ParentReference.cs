using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>How an event names a parent: enough to judge a link whose event is not at hand.</summary>
/// <param name="Id">The parent's id.</param>
/// <param name="Creator">Who created it.</param>
/// <param name="BirthRound">Its birth round; 1 to the child's own.</param>
public readonly record struct ParentReference(EventId Id, MemberId Creator, long BirthRound);
