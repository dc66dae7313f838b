using System.CommandLine;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private.Offline;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet submit</c>: hands in a transaction that was signed elsewhere. It needs no wallet, but for a private payment the one that prepared it.</summary>
internal static class WalletSubmitCommand
{
    private const int WaitMs = 60_000;

    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Argument<string> file = new("file") { Description = "What sign wrote, or its scanned parts; - for what is pasted." };
        Option<string?> asked = new("--request") { Description = "Of a private payment, the request that it answers; without, FILE less .signed.", HelpName = "FILE" };
        Command command = options.Command("submit", "Hand in a transaction that was signed elsewhere, and wait until it is final.", terminal, async (parsed, cancelled) =>
        {
            string path = parsed.GetRequiredValue(file);
            string text = await PrivateSigning.ReadAsync(terminal, path, cancelled);
            string rpc = parsed.GetRequiredValue(options.Rpc);
            if (OfflineText.IsOf(OfflineKind.Answer, text))
            {
                string request = await TextFile.ReadAsync("@" + (parsed.GetValue(asked) ?? RequestOf(path)), cancelled);
                using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
                PaymentRecord payment = await PrivateSigning.SubmitAsync(session, text, request, cancelled);
                WalletSendCommand.Report(terminal, parsed.GetValue(options.Json), payment, $"{RpcOption.Read(rpc)[0].AbsoluteUri.TrimEnd('/')}/transactions/{payment.Id}");
                return payment.State == PaymentState.Final ? ExitCode.Ok : ExitCode.Failed;
            }

            PartialTransaction signed = WalletSignCommand.Read(path, text);
            using NodeClient node = RpcOption.Connect(rpc);
            TransactionDetails details = await new OfflinePayments(node, terminal.Time).SubmitAsync(signed, WaitMs, cancelled);
            terminal.Write(
                parsed.GetValue(options.Json), new { transactionId = details.Id, details.State, details.Fault, details.Height },
                details.Fault is null ? $"{details.State}: {details.Id}" : $"{details.State}: {details.Fault}");
            return details.State == TransactionState.Final ? ExitCode.Ok : ExitCode.Failed;
        });
        command.Add(file);
        command.Add(asked);
        return command;
    }

    private static string RequestOf(string path) => path.EndsWith(PrivateSigning.AnswerSuffix, StringComparison.Ordinal)
        ? path[..^PrivateSigning.AnswerSuffix.Length]
        : throw new UsageException("Name the request that this answers with --request.");
}
