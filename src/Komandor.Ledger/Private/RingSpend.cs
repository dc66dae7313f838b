using System.Collections.Immutable;
using Komandor.Cryptography.Curve25519;

namespace Komandor.Ledger.Private;

/// <summary>A ring note to spend.</summary>
/// <param name="Key">p with P = p·B.</param>
/// <param name="Blinding">y of its commitment.</param>
/// <param name="Value">Its value.</param>
/// <param name="Members">The indices of the ring's members, ascending.</param>
/// <param name="Ring">Key and commitment of each member: 1,024 bytes.</param>
/// <param name="Place">The note's place in the ring.</param>
internal sealed record RingSpend(
    Scalar Key, Scalar Blinding, ulong Value, ImmutableArray<ulong> Members, ReadOnlyMemory<byte> Ring, int Place)
{
    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(RingSpend);
}
