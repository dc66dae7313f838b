using Komandor.Primitives;

namespace Komandor.Replica.Inputs;

/// <summary>The link to a member is gone. For both machines.</summary>
/// <param name="Peer">The other member.</param>
public sealed record PeerDisconnected(MemberId Peer) : ReplicaInput;
