using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>An event that cannot enter the graph yet, and the peer whose quota it uses.</summary>
internal readonly record struct WaitingEvent(VerifiedEvent Event, MemberId Peer)
{
    /// <summary>The event's id.</summary>
    public EventId Id => Event.Signed.Id;

    /// <summary>Its weight in the quota.</summary>
    public int SizeBytes => Event.Signed.Encoded.Length;
}
