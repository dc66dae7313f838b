using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>A place in what a member learns: a key of the state, or a tag.</summary>
/// <param name="IsTag">Whether it is a tag.</param>
/// <param name="Start">The key or tag.</param>
public readonly record struct LedgerPlace(bool IsTag, Hash256 Start)
{
    /// <summary>Writes it: docs/protocol/gossip.md §2.</summary>
    internal void Write(CanonicalWriter writer)
    {
        writer.Boolean(IsTag);
        writer.Hash(Start);
    }

    /// <summary>Reads untrusted bytes.</summary>
    internal static LedgerPlace Read(ref CanonicalReader reader) => new(reader.Boolean(), reader.Hash());
}
