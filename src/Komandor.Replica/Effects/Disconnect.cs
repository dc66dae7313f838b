using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica.Effects;

/// <summary>A peer broke the protocol: end its link, and do not make a new one for a while.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Fault">The rule that it broke.</param>
public sealed record Disconnect(MemberId Peer, MessageFault Fault) : ReplicaEffect;
