using Komandor.Api.Messages;

namespace Komandor.Web.Explorer;

/// <summary>What an address holds, and a page of what happened there.</summary>
/// <param name="Balance">What it holds.</param>
/// <param name="Coins">A page of its coins.</param>
/// <param name="History">A page of its transactions.</param>
/// <param name="CoinsCursor">Where the page of coins begins; null for the first.</param>
/// <param name="HistoryCursor">Where the page of transactions begins; null for the first.</param>
public sealed record AddressView(
    AddressBalance Balance,
    CoinPage Coins,
    AddressHistory History,
    string? CoinsCursor,
    string? HistoryCursor);
