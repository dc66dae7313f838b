namespace Komandor.Api.Messages;

/// <summary>A coin with its proof.</summary>
/// <param name="Key">The coin's id, which is its key in the state, hexadecimal.</param>
/// <param name="Value">The canonical value, hexadecimal: it names the lock, the asset and the amount.</param>
/// <param name="Proof">The proof, hexadecimal, against the state root of the page's header.</param>
public sealed record ProvedCoin(
    string Key,
    string Value,
    string Proof);
