namespace Komandor.Replica;

/// <summary>What an Orderer may do.</summary>
internal enum OrdererMode
{
    /// <summary>Asks peers for its own newest event and creates none.</summary>
    Observing = 0,

    /// <summary>Takes part.</summary>
    Active = 1,

    /// <summary>Waits for the Executor to learn a state; creates nothing and teaches nothing.</summary>
    CatchingUp = 2,

    /// <summary>Found its own state to be wrong; as <see cref="CatchingUp"/>.</summary>
    Diverged = 3,

    /// <summary>Broke an invariant; takes no input.</summary>
    Halted = 4,
}
