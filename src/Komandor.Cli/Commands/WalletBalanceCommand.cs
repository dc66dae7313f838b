using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet balance</c>: shows what the wallet has.</summary>
internal static class WalletBalanceCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<bool> verify = new("--verify") { Description = "Have the node prove every coin, by the members' signatures." };
        Command command = options.Command("balance", "Show what the wallet has, by asset.", terminal, async (parsed, cancelled) =>
        {
            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            WalletService wallet = session.Service;
            IReadOnlyList<PrivateBalance> tiers = await session.ScanAsync(cancelled) is null ? [] : session.Private.Balance();
            WalletSight sight = session.File.Sight;
            IReadOnlyList<AssetBalance>? balances = sight == WalletSight.Everything ? await wallet.BalanceAsync(cancelled) : null;
            IReadOnlyDictionary<AssetId, string> names = await AssetNaming.AskAsync(session.Node, cancelled);
            int? proved = parsed.GetValue(verify) && balances is not null ? await wallet.VerifyAsync(cancelled) : null;
            IEnumerable<string> coins = balances is null ? [SightText.Of(sight), SightText.Coins] : Lines(balances, names);
            IEnumerable<string> notes = tiers.Where(tier => tier.Notes > 0 || tier.Received > 0).Select(tier => SightText.Of(tier, sight));
            terminal.Write(
                parsed.GetValue(options.Json), new { sees = sight, balances, coinsProved = proved, tiers },
                [.. coins, .. notes, .. proved is null ? Array.Empty<string>() : [$"The node proved each of {proved} coins."]]);
            return ExitCode.Ok;
        });
        command.Add(verify);
        return command;
    }

    private static IEnumerable<string> Lines(IReadOnlyList<AssetBalance> balances, IReadOnlyDictionary<AssetId, string> names)
    {
        if (balances.Count == 0)
        {
            yield return $"{Amounts.Format(0, AssetId.Kmcc)} transparent";
        }

        foreach (AssetBalance balance in balances)
        {
            string name = names.GetValueOrDefault(balance.Asset, string.Empty);
            string reserved = balance.Reserved == 0 ? string.Empty : $" (and {Amounts.Format(balance.Reserved, balance.Asset, name)} in pending payments)";
            yield return $"{Amounts.Format(balance.Available, balance.Asset, name)} transparent{reserved}";
        }
    }
}
