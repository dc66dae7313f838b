using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>A spent shielded note, or none: a padding input is made of the virtual note of value zero. Docs/protocol/private-money.md §2.</summary>
/// <param name="Tag">T, the one tag of the spent note: it can be spent once.</param>
/// <param name="Offset">N′, the note's point under a new blinding factor.</param>
/// <param name="Commitment">C′, to the spent value under a new blinding factor.</param>
/// <param name="Set">The number of the cover set.</param>
public sealed record ShieldedInput(Hash256 Tag, Hash256 Offset, Hash256 Commitment, ulong Set)
{
    /// <summary>The fewest bytes of an encoding.</summary>
    internal const int MinimumSizeBytes = (3 * Hash256.SizeBytes) + 1;

    internal void Write(CanonicalWriter writer)
    {
        writer.Hash(Tag);
        writer.Hash(Offset);
        writer.Hash(Commitment);
        writer.VarUInt(Set);
    }

    /// <summary>Reads an untrusted input; meaningless when <paramref name="reader"/> then holds a fault.</summary>
    internal static ShieldedInput Read(ref CanonicalReader reader) => new(
        reader.Hash(), reader.Hash(), reader.Hash(), reader.VarUInt(PrivateLimits.MaximumIndex / PrivateLimits.SetStep));
}
