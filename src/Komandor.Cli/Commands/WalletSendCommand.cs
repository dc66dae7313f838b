using System.CommandLine;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet send</c>: quotes, asks, pays, and waits until the payment is final.</summary>
internal static class WalletSendCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<string> to = new("--to") { Description = "The recipient's address.", HelpName = "ADDRESS", Required = true };
        Option<string> amount = new("--amount") { Description = "KMCC with up to eight decimals; whole units of other assets.", Required = true };
        Option<string?> asset = new("--asset") { Description = "The asset, 64 hexadecimal digits; KMCC without.", HelpName = "ID" };
        Option<string> memo = new("--memo") { Description = "Public text of at most 512 bytes.", DefaultValueFactory = _ => string.Empty };
        Option<bool> yes = new("--yes") { Description = "Do not ask before paying." };
        Command command = options.Command("send", "Pay, and wait until the payment is final.", terminal, async (parsed, cancelled) =>
        {
            PaymentRequest request = ReadRequest(
                parsed.GetRequiredValue(to), parsed.GetRequiredValue(amount), parsed.GetValue(asset), parsed.GetValue(memo)!);
            using WalletFile file = options.Open(parsed, terminal);
            string rpc = parsed.GetRequiredValue(options.Rpc);
            using NodeClient node = RpcOption.Connect(rpc);
            WalletService wallet = new(file, node, terminal.Time);
            ChainInfo chain = await wallet.ConnectAsync(cancelled);
            PaymentQuote quote = await wallet.QuoteAsync(chain, request, cancelled);
            if (!parsed.GetValue(yes))
            {
                Ask(terminal, quote);
            }

            PaymentRecord payment = await wallet.SendAsync(chain, quote, cancelled);
            payment = await wallet.WaitAsync(payment, cancelled);
            string link = $"{RpcOption.Read(rpc)[0].AbsoluteUri.TrimEnd('/')}/transactions/{payment.Id}";
            Report(terminal, parsed.GetValue(options.Json), payment, link);
            return payment.State == PaymentState.Final ? ExitCode.Ok : ExitCode.Failed;
        });
        command.Add(to);
        command.Add(amount);
        command.Add(asset);
        command.Add(memo);
        command.Add(yes);
        return command;
    }

    private static PaymentRequest ReadRequest(string to, string amount, string? asset, string memo)
    {
        AssetId id = AssetId.Kmcc;
        if (asset is not null && !AssetId.TryParse(asset, out id))
        {
            throw new UsageException("--asset takes 64 hexadecimal digits.");
        }

        return Amounts.TryParse(amount, id, out ulong units)
            ? new PaymentRequest(to, id, units, memo)
            : throw new UsageException("--amount takes a number such as 1.5, with up to eight decimals; whole units of assets other than KMCC.");
    }

    private static void Ask(Terminal terminal, PaymentQuote quote)
    {
        string question = $"Pay {Amounts.Format(quote.Request.Amount, quote.Request.Asset)} to {quote.Request.Recipient}, "
            + $"with a fee of {Amounts.Format(quote.Fee, AssetId.Kmcc)}?";
        if (!terminal.Interactive)
        {
            throw new UsageException($"{question} There is nobody to ask: confirm with --yes.");
        }

        if (!terminal.Confirm(question))
        {
            throw new OperationCanceledException();
        }
    }

    private static void Report(Terminal terminal, bool json, PaymentRecord payment, string link)
    {
        string line = payment.State switch
        {
            PaymentState.Final => $"Final after {payment.FinalityMs} ms, in block {payment.Height}.",
            PaymentState.Expired => "It expired before it was ordered; its coins are free again. Send once more.",
            _ => $"Refused: {payment.Fault}. Its coins are free again.",
        };
        terminal.Write(
            json,
            new
            {
                transactionId = payment.Id, payment.State, payment.Fault, payment.Asset, payment.Amount, payment.Fee, payment.Height,
                payment.FinalityMs, explorer = link,
            },
            line,
            link);
    }
}
