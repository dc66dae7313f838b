namespace Komandor.Api.Messages;

/// <summary>The genesis.</summary>
/// <param name="Bytes">Canonical encoding, hexadecimal; its hash is the chain id.</param>
/// <param name="Json">The same as people write it.</param>
public sealed record EncodedGenesis(
    string Bytes,
    string Json);
