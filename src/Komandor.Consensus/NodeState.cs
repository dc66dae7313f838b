namespace Komandor.Consensus;

/// <summary>Where an event of the graph stands in its life.</summary>
internal enum NodeState
{
    /// <summary>Not ordered and not ancient.</summary>
    Undecided = 0,

    /// <summary>Received in a round, so its place in the order is final.</summary>
    Ordered = 1,

    /// <summary>Grew ancient without being ordered, so it never will be.</summary>
    Stale = 2,

    /// <summary>Forgotten: no longer in the store.</summary>
    Expired = 3,
}
