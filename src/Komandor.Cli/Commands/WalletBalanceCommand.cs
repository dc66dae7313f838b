using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Ledger.Private;
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
            IReadOnlyList<AssetBalance> balances = await wallet.BalanceAsync(cancelled);
            IReadOnlyDictionary<AssetId, string> names = await AssetNaming.AskAsync(session.Node, cancelled);
            int? proved = parsed.GetValue(verify) ? await wallet.VerifyAsync(cancelled) : null;
            terminal.Write(
                parsed.GetValue(options.Json), new { balances, coinsProved = proved, tiers },
                [.. Lines(balances, names), .. tiers.Where(tier => tier.Notes > 0).Select(Line), .. proved is null ? Array.Empty<string>() : [$"The node proved each of {proved} coins."]]);
            return ExitCode.Ok;
        });
        command.Add(verify);
        return command;
    }

    private static string Line(PrivateBalance tier)
    {
        string waiting = tier.Waiting == 0 ? string.Empty : $" (and {Amounts.Format(tier.Waiting, AssetId.Kmcc)} that waits for the next anchor)";
        string reserved = tier.Reserved == 0 ? string.Empty : $" (and {Amounts.Format(tier.Reserved, AssetId.Kmcc)} in pending payments)";
        return $"{Amounts.Format(tier.Available, AssetId.Kmcc)} {(tier.Tier == PrivateTier.Ring ? "in the ring tier" : "shielded")}{waiting}{reserved}";
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
