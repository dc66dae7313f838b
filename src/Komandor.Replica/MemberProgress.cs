using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>What a member knows of one member of the roster.</summary>
/// <param name="Member">The member; possibly itself.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="IsConnected">Whether a link stands; true for the member itself.</param>
/// <param name="NewestSequence">The sequence of its newest event here; null when there is none.</param>
/// <param name="NewestCreatedAt">When that event was created, by its creator's clock.</param>
/// <param name="DecidedRound">The round that it said it decided last; null when it has not said.</param>
/// <param name="FinalHeight">The newest block that it said is final; null when it has not said.</param>
/// <param name="HasBranched">Whether a branch was proven; the proof is in the store.</param>
/// <param name="InvalidItems">How many items of its events had no meaning, since this member started.</param>
public sealed record MemberProgress(
    MemberId Member,
    ulong Weight,
    bool IsConnected,
    ulong? NewestSequence,
    Timestamp? NewestCreatedAt,
    long? DecidedRound,
    ulong? FinalHeight,
    bool HasBranched,
    long InvalidItems);
