using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>A ring signature to verify.</summary>
/// <param name="Context">What was signed.</param>
/// <param name="Ring">The members: key and commitment of each.</param>
/// <param name="Image">The key image: the same for every signature of one key.</param>
/// <param name="Offset">The commitment to the value of the spent member, under a new blinding factor.</param>
/// <param name="Proof">The signature.</param>
internal readonly record struct RingCheck(
    Hash256 Context, ReadOnlyMemory<byte> Ring, ReadOnlyMemory<byte> Image, ReadOnlyMemory<byte> Offset, ReadOnlyMemory<byte> Proof);
