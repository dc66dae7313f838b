namespace Komandor.Replica;

/// <summary>Why a member needs a certified state of others.</summary>
public enum CatchUpReason
{
    /// <summary>The events that it lacks have expired at its peers.</summary>
    BehindWindow = 0,

    /// <summary>A certificate proves that its own state is wrong.</summary>
    Diverged = 1,
}
