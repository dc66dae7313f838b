namespace Komandor.Api.Messages;

/// <summary>A transaction to hand in.</summary>
/// <param name="Transaction">Canonical encoding, hexadecimal.</param>
public sealed record SubmitRequest(
    string Transaction);
