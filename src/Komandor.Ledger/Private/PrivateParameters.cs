using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>What a chain sets for its private money: docs/protocol/private-money.md §3.</summary>
/// <param name="AnchorBlocks">Every so-many-th height is an anchor.</param>
/// <param name="AnchorWindow">How many of the newest anchors a transaction may use.</param>
/// <param name="MinimumCover">The fewest notes of the first cover set before it may be used.</param>
/// <param name="MinimumRing">The fewest notes of the ring pool before one may be spent; at least 16.</param>
public sealed record PrivateParameters(ulong AnchorBlocks, ulong AnchorWindow, ulong MinimumCover, ulong MinimumRing)
{
    /// <summary>The main network's.</summary>
    public static PrivateParameters Default { get; } = new(64, 16, 2048, 4096);

    /// <summary>Whether every number can be meant.</summary>
    public bool IsSound =>
        AnchorBlocks is >= 1 and <= 1 << 20
        && AnchorWindow is >= 1 and <= 1 << 20
        && MinimumCover is >= 1 and <= PrivateLimits.SetStep
        && MinimumRing is >= PrivateLimits.RingMembers and <= 1 << 30;

    /// <summary>The newest anchor's height that is known to the block after <paramref name="parentHeight"/>.</summary>
    public ulong NewestAnchor(ulong parentHeight) => parentHeight - (parentHeight % AnchorBlocks);

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.VarUInt(AnchorBlocks);
        writer.VarUInt(AnchorWindow);
        writer.VarUInt(MinimumCover);
        writer.VarUInt(MinimumRing);
    }

    /// <summary>Reads parameters that a genesis was checked for.</summary>
    public static PrivateParameters Read(ref CanonicalReader reader) => new(reader.VarUInt(), reader.VarUInt(), reader.VarUInt(), reader.VarUInt());
}
