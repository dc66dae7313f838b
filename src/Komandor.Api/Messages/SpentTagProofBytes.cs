namespace Komandor.Api.Messages;

/// <summary>A proof that a tag was spent, or that it was not.</summary>
/// <param name="IsSpent">What it shows.</param>
/// <param name="Key">The name under which the tag is among the spent ones, hexadecimal.</param>
/// <param name="Object">The canonical value of the object that holds the root of the spent tags, hexadecimal; null before the first was spent.</param>
/// <param name="ObjectProof">The proof of that object, hexadecimal.</param>
/// <param name="TagProof">The proof of the tag under that root, hexadecimal.</param>
/// <param name="Header">The header whose state root it leads to.</param>
public sealed record SpentTagProofBytes(
    bool IsSpent,
    string Key,
    string? Object,
    string ObjectProof,
    string TagProof,
    CertifiedHeaderBytes Header);
