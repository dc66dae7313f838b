using Komandor.Primitives;

namespace Komandor.Cryptography.SecretSharing;

/// <summary>A dealing to verify.</summary>
/// <param name="Context">What the dealing is bound to: beacon round and dealer, in one hash of the caller's.</param>
/// <param name="Threshold">The shares that recover the secret.</param>
/// <param name="Keys">The receivers' keys, 32 bytes each.</param>
/// <param name="Dealing">The dealing.</param>
internal readonly record struct SharingCheck(Hash256 Context, int Threshold, ReadOnlyMemory<byte> Keys, ReadOnlyMemory<byte> Dealing);
