namespace Komandor.Replica;

/// <summary>Whether a member takes part, and why not.</summary>
public enum Readiness
{
    /// <summary>It takes part and is up to date.</summary>
    Ready = 0,

    /// <summary>It asks its peers for its own newest event before it creates another.</summary>
    Observing = 1,

    /// <summary>It is connected to members that with itself hold two thirds of the weight or less.</summary>
    NoQuorum = 2,

    /// <summary>Peers have decided many rounds more; it catches up by events.</summary>
    Behind = 3,

    /// <summary>Execution is so far behind ordering that creation pauses.</summary>
    ExecutionLags = 4,

    /// <summary>It learns a certified state.</summary>
    CatchingUp = 5,

    /// <summary>A certificate proves that its own state is wrong; it learns a certified one.</summary>
    Diverged = 6,

    /// <summary>It is not in the roster: it follows and does not vote.</summary>
    NotMember = 7,

    /// <summary>An invariant is broken; it stopped.</summary>
    Halted = 8,
}
