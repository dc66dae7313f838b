namespace Komandor.Api.Messages;

/// <summary>A page of an address's unspent coins, each proved. That none is left out is not proved: docs/protocol/state.md §9, X4.</summary>
/// <param name="Coins">The coins, by id; a page may hold fewer than were asked for.</param>
/// <param name="NextCursor">Asks for the next page; null at the end.</param>
/// <param name="Header">The header whose state root the proofs lead to.</param>
public sealed record ProvedCoinPage(
    IReadOnlyList<ProvedCoin> Coins,
    string? NextCursor,
    CertifiedHeaderBytes Header);
