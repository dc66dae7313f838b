using System.CommandLine;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Wallet.Payments;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet submit</c>: hands in a transaction that was signed elsewhere. It needs no wallet.</summary>
internal static class WalletSubmitCommand
{
    private const int WaitMs = 60_000;

    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Argument<string> file = new("file") { Description = "The signed transaction." };
        Command command = options.Command("submit", "Hand in a transaction that was signed elsewhere, and wait until it is final.", terminal, async (parsed, cancelled) =>
        {
            PartialTransaction signed = await WalletSignCommand.ReadAsync(parsed.GetRequiredValue(file), cancelled);
            using NodeClient node = RpcOption.Connect(parsed.GetRequiredValue(options.Rpc));
            TransactionDetails details = await new OfflinePayments(node, terminal.Time).SubmitAsync(signed, WaitMs, cancelled);
            terminal.Write(
                parsed.GetValue(options.Json), new { transactionId = details.Id, details.State, details.Fault, details.Height },
                details.Fault is null ? $"{details.State}: {details.Id}" : $"{details.State}: {details.Fault}");
            return details.State == TransactionState.Final ? ExitCode.Ok : ExitCode.Failed;
        });
        command.Add(file);
        return command;
    }
}
