namespace Komandor.Consensus;

/// <summary>Why evidence of a branch proves nothing: docs/protocol/hashgraph.md §9.</summary>
public enum BranchFault
{
    /// <summary>It does prove it.</summary>
    None = 0,

    /// <summary>Rule H70: the events have different creators.</summary>
    DifferentCreators = 1,

    /// <summary>Rule H71: the events are one and the same, or stand in the wrong order.</summary>
    NotOrdered = 2,

    /// <summary>Rule H72: one honest member can have created both.</summary>
    NoContradiction = 3,

    /// <summary>Rule H73: an event breaks a rule of §2, such as its signature's.</summary>
    EventRefused = 4,
}
