namespace Komandor.Api.Messages;

/// <summary>A proof of an object's presence or absence.</summary>
/// <param name="Key">The state's key, hexadecimal.</param>
/// <param name="Value">The canonical value, hexadecimal; null when it is absent.</param>
/// <param name="Proof">The proof, hexadecimal.</param>
/// <param name="Header">The header whose state root it leads to.</param>
public sealed record ObjectProofBytes(
    string Key,
    string? Value,
    string Proof,
    CertifiedHeaderBytes Header);
