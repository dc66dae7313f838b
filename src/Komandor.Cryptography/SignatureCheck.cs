using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>One signature to verify. Komandor signs 32-byte hashes only, which keeps a batch flat.</summary>
/// <param name="Key">Whose signature it is said to be.</param>
/// <param name="Message">What is signed: a hash in a domain of its own.</param>
/// <param name="Signature">The signature.</param>
public readonly record struct SignatureCheck(PublicKey Key, Hash256 Message, Signature Signature);
