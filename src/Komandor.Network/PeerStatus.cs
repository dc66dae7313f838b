using Komandor.Primitives;

namespace Komandor.Network;

/// <summary>What is known of a peer at one moment, for metrics and screens.</summary>
/// <param name="Member">The member.</param>
/// <param name="ConnectedSince">When its present link began; null when there is none.</param>
/// <param name="RoundTripMicroseconds">The last measured round trip of its present link; null before the first.</param>
/// <param name="BytesIn">Bytes of frames received over all links since it was added.</param>
/// <param name="BytesOut">Bytes of frames sent over all links since it was added.</param>
/// <param name="OutboundBytes">Bytes that wait to be sent.</param>
/// <param name="InboundBytes">Bytes received that the consumer holds.</param>
/// <param name="Links">How many links it has had; a change means that queued messages may have been lost.</param>
/// <param name="Software">What its hello said; null before the first.</param>
/// <param name="LastFault">Why its last link ended or its last dial failed.</param>
public sealed record PeerStatus(
    MemberId Member,
    DateTimeOffset? ConnectedSince,
    long? RoundTripMicroseconds,
    long BytesIn,
    long BytesOut,
    int OutboundBytes,
    long InboundBytes,
    long Links,
    string? Software,
    LinkFault LastFault);
