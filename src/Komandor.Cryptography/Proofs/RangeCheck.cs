using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>A range proof to verify.</summary>
/// <param name="Context">What the proof is bound to.</param>
/// <param name="Commitments">32 bytes for each.</param>
/// <param name="Proof">The proof.</param>
internal readonly record struct RangeCheck(Hash256 Context, ReadOnlyMemory<byte> Commitments, ReadOnlyMemory<byte> Proof);
