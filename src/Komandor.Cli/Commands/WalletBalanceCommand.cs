using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Storage;

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
            using WalletFile file = options.Open(parsed, terminal);
            using NodeClient node = RpcOption.Connect(parsed.GetRequiredValue(options.Rpc));
            WalletService wallet = new(file, node, terminal.Time);
            await wallet.ConnectAsync(cancelled);
            IReadOnlyList<AssetBalance> balances = await wallet.BalanceAsync(cancelled);
            int? proved = parsed.GetValue(verify) ? await wallet.VerifyAsync(cancelled) : null;
            terminal.Write(
                parsed.GetValue(options.Json), new { balances, coinsProved = proved },
                [.. Lines(balances), .. proved is null ? Array.Empty<string>() : [$"The node proved each of {proved} coins."]]);
            return ExitCode.Ok;
        });
        command.Add(verify);
        return command;
    }

    private static IEnumerable<string> Lines(IReadOnlyList<AssetBalance> balances)
    {
        if (balances.Count == 0)
        {
            yield return Amounts.Format(0, AssetId.Kmcc);
        }

        foreach (AssetBalance balance in balances)
        {
            string reserved = balance.Reserved == 0 ? string.Empty : $" (and {Amounts.Format(balance.Reserved, balance.Asset)} in pending payments)";
            yield return Amounts.Format(balance.Available, balance.Asset) + reserved;
        }
    }
}
