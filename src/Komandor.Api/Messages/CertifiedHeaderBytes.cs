namespace Komandor.Api.Messages;

/// <summary>A header that a light client can check.</summary>
/// <param name="Header">Canonical encoding, hexadecimal.</param>
/// <param name="Certificate">Canonical encoding, hexadecimal: that of the header, or of the last of <see cref="Links"/>.</param>
/// <param name="Roster">The roster that signed, canonical encoding, hexadecimal.</param>
public sealed record CertifiedHeaderBytes(
    string Header,
    string Certificate,
    string Roster)
{
    /// <summary>When the header has no certificate of its own: the headers above it, from the lowest up, to the one that has it. Canonical encoding,
    /// hexadecimal; at most 256. docs/protocol/blocks.md §6.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}
