using Komandor.Consensus;

namespace Komandor.Replica;

/// <summary>An event whose signature is right, with its checked content.</summary>
internal sealed record CheckedEvent(VerifiedEvent Event, EventPayload Payload);
