namespace Komandor.Api.Messages;

/// <summary>A header that a light client can check.</summary>
/// <param name="Header">Canonical encoding, hexadecimal.</param>
/// <param name="Certificate">Canonical encoding, hexadecimal.</param>
/// <param name="Roster">The roster that signed, canonical encoding, hexadecimal.</param>
public sealed record CertifiedHeaderBytes(
    string Header,
    string Certificate,
    string Roster);
