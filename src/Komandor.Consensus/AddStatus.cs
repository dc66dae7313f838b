namespace Komandor.Consensus;

/// <summary>What became of an event that was given to the graph: docs/protocol/hashgraph.md §4.</summary>
public enum AddStatus
{
    /// <summary>It is in the graph.</summary>
    Inserted = 0,

    /// <summary>It was there, or is waiting, already.</summary>
    Duplicate = 1,

    /// <summary>It is ancient and can no longer matter.</summary>
    Ancient = 2,

    /// <summary>It waits for parents that have not come yet.</summary>
    Orphan = 3,

    /// <summary>It waits until its birth round is being elected.</summary>
    Future = 4,

    /// <summary>It breaks a rule; the outcome says which.</summary>
    Refused = 5,

    /// <summary>It is held: its creator's other events of that birth round came first, as many as may enter at once.</summary>
    Held = 6,
}
