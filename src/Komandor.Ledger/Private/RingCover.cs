using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>A ring note that a body takes, as everybody sees it and with its value.</summary>
/// <param name="Image">The image of its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Members">The indices of the ring's members, ascending.</param>
internal readonly record struct RingCover(Hash256 Image, ulong Value, ImmutableArray<ulong> Members)
{
    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(RingCover);
}
