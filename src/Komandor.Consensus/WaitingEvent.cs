using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>An event that cannot enter the graph yet, and the peer whose quota it uses.</summary>
/// <param name="Event">The event.</param>
/// <param name="Peer">Who sent it.</param>
/// <param name="IsPaced">Whether it must pass the gate (H35): own, restored and released events need not.</param>
internal readonly record struct WaitingEvent(VerifiedEvent Event, MemberId Peer, bool IsPaced = true)
{
    /// <summary>The event's id.</summary>
    public EventId Id => Event.Signed.Id;

    /// <summary>Its weight in the quota.</summary>
    public int SizeBytes => Event.Signed.Encoded.Length;
}
