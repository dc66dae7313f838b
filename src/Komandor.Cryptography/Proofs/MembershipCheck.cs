using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>A membership proof to verify.</summary>
/// <param name="Set">The cover set.</param>
/// <param name="Context">What the proof is bound to.</param>
/// <param name="Offset">N′, the spent note under a new blinding factor.</param>
/// <param name="Zero">C′, the commitment that is to zero if the spent note is the virtual one of place 0.</param>
/// <param name="Proof">The proof.</param>
internal readonly record struct MembershipCheck(
    CoverSet Set, Hash256 Context, ReadOnlyMemory<byte> Offset, ReadOnlyMemory<byte> Zero, ReadOnlyMemory<byte> Proof);
