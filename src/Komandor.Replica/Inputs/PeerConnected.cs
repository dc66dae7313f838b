using Komandor.Primitives;

namespace Komandor.Replica.Inputs;

/// <summary>An authenticated link to another member stands. For both machines.</summary>
/// <param name="Peer">The other member.</param>
public sealed record PeerConnected(MemberId Peer) : ReplicaInput;
