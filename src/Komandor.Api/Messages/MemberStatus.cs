using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>A member as one node sees it.</summary>
/// <param name="Id">The member.</param>
/// <param name="Key">Its key.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Connected">Whether a link stands; true for the node itself.</param>
/// <param name="RoundTripMs">Round trip of the link in milliseconds.</param>
/// <param name="LatestEventRound">The round of its newest event known here.</param>
/// <param name="LastEventAgeMs">How long ago that was created, in milliseconds.</param>
/// <param name="Fault">Why there is no link.</param>
public sealed record MemberStatus(
    MemberId Id,
    PublicKey Key,
    ulong Weight,
    bool Connected,
    double? RoundTripMs,
    ulong? LatestEventRound,
    int? LastEventAgeMs,
    string? Fault);
