namespace Komandor.Replica;

/// <summary>Why a member needs a certified state of others.</summary>
public enum CatchUpReason
{
    /// <summary>The events that it lacks have expired at its peers.</summary>
    BehindWindow = 0,

    /// <summary>A certificate proves that its own state is wrong.</summary>
    Diverged = 1,

    /// <summary>Blocks of the open segment of a state that was learned are whole at no peer any more: docs/protocol/archive.md §3.</summary>
    HistoryGone = 2,
}
