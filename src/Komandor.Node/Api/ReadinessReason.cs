namespace Komandor.Node.Api;

/// <summary>Whether a node serves, and why not; docs/operations.md says what to do about each.</summary>
public enum ReadinessReason
{
    /// <summary>It takes part and serves.</summary>
    Ready = 0,

    /// <summary>It opens its files.</summary>
    Starting = 1,

    /// <summary>It asks the others what it missed, above all for its own newest event, before it creates events.</summary>
    Observing = 2,

    /// <summary>It is behind and learns blocks or a certified state.</summary>
    CatchingUp = 3,

    /// <summary>Members with more than 2/3 of the weight are not connected, so nothing is ordered.</summary>
    NoQuorum = 4,

    /// <summary>A certificate shows that its state differs; it stopped teaching and learns the state anew.</summary>
    Diverged = 5,

    /// <summary>The disk is nearly full.</summary>
    DiskLow = 6,

    /// <summary>The read models are behind the chain: answers are old.</summary>
    IndexBehind = 7,

    /// <summary>An invariant was broken or a disk failed; the node does nothing more.</summary>
    Halted = 8,

    /// <summary>It was asked to stop.</summary>
    Stopping = 9,
}
