namespace Komandor.Primitives;

/// <summary>A member of a roster.</summary>
/// <param name="Id">Its registered incarnation.</param>
/// <param name="Key">The key that signs its events and block headers.</param>
/// <param name="Weight">Its voting weight, 1 or more.</param>
public readonly record struct RosterMember(MemberId Id, PublicKey Key, ulong Weight);
