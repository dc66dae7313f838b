using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>One voter of a roster.</summary>
/// <param name="Id">The registered incarnation.</param>
/// <param name="Key">The Ed25519 key that its events are signed with.</param>
/// <param name="Weight">Its share in every quorum; at least 1.</param>
public readonly record struct RosterMember(MemberId Id, PublicKey Key, ulong Weight);
