using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>A representation proof to verify.</summary>
/// <param name="Shape">The form of the statement.</param>
/// <param name="Context">What the proof is bound to.</param>
/// <param name="Points">The statement's points, 32 bytes each.</param>
/// <param name="Proof">The proof.</param>
internal readonly record struct RelationCheck(RelationShape Shape, Hash256 Context, ReadOnlyMemory<byte> Points, ReadOnlyMemory<byte> Proof);
