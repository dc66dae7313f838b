using System.CommandLine;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet send</c>: quotes, asks, pays, and waits until the payment is final.</summary>
internal static class WalletSendCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<string> to = new("--to") { Description = "The recipient's address, or a payment link.", HelpName = "ADDRESS", Required = true };
        Option<string?> amount = new("--amount") { Description = "KMCC with up to eight decimals; whole units of other assets. Without, the link's." };
        Option<string?> asset = new("--asset") { Description = "The asset, 64 hexadecimal digits; KMCC without.", HelpName = "ID" };
        Option<string> memo = new("--memo") { Description = "Text of at most 512 bytes: sealed for a private recipient, public for a transparent one.", DefaultValueFactory = _ => string.Empty };
        Option<string?> privacy = new("--privacy")
        {
            Description = "What pays: shielded or ring notes, or transparent coins. Without: shielded to a private address, transparent to a transparent one. What that shows is said first.",
        };
        privacy.AcceptOnlyFromAmong("shielded", "ring", "transparent");
        Option<string> into = new("--into") { Description = "The tier that transparent coins enter.", DefaultValueFactory = _ => "shielded" };
        into.AcceptOnlyFromAmong("shielded", "ring");
        Option<string?> unsigned = new("--unsigned") { Description = "Write the payment to this file for signing elsewhere: of an address's coins with --from; without, of the wallet's private notes, which a view key is enough for.", HelpName = "FILE" };
        Option<string?> from = new("--from") { Description = "The address whose coins pay, with --unsigned; no wallet is opened.", HelpName = "ADDRESS" };
        Option<bool> picture = new("--qr") { Description = "With --unsigned, also draw the payment in parts to scan." };
        Option<bool> yes = new("--yes") { Description = "Do not ask before paying." };
        Command command = options.Command("send", "Pay, and wait until the payment is final.", terminal, async (parsed, cancelled) =>
        {
            PaymentRequest request = ReadRequest(
                parsed.GetRequiredValue(to), parsed.GetValue(amount), parsed.GetValue(asset), parsed.GetValue(memo)!);
            string rpc = parsed.GetRequiredValue(options.Rpc);
            string? target = parsed.GetValue(unsigned);
            if (target is not null && parsed.GetValue(from) is { } source)
            {
                return await WriteUnsignedAsync(terminal, parsed.GetValue(options.Json), rpc, source, request, target, cancelled);
            }

            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            if (target is not null)
            {
                PrivateRequest order = Order(request, parsed.GetValue(privacy) ?? "shielded", parsed.GetValue(into)!);
                return await PrivateSigning.PrepareAsync(terminal, parsed.GetValue(options.Json), session, order, target, parsed.GetValue(picture), cancelled);
            }

            bool isPrivate = PrivateAddress.TryParse(request.Recipient, out _, out _);
            string kind = parsed.GetValue(privacy) ?? (isPrivate ? "shielded" : "transparent");
            PaymentRecord payment = !isPrivate && kind == "transparent"
                ? await PayTransparentAsync(session, terminal, request, parsed.GetValue(yes), cancelled)
                : await PayPrivateAsync(session, terminal, request, kind, parsed.GetValue(into)!, parsed.GetValue(yes), cancelled);
            payment = await session.Service.WaitAsync(payment, cancelled);
            string link = $"{RpcOption.Read(rpc)[0].AbsoluteUri.TrimEnd('/')}/transactions/{payment.Id}";
            Report(terminal, parsed.GetValue(options.Json), payment, link);
            return payment.State == PaymentState.Final ? ExitCode.Ok : ExitCode.Failed;
        });
        command.Add(to);
        command.Add(amount);
        command.Add(asset);
        command.Add(memo);
        command.Add(privacy);
        command.Add(into);
        command.Add(unsigned);
        command.Add(from);
        command.Add(picture);
        command.Add(yes);
        return command;
    }

    private static async Task<int> WriteUnsignedAsync(
        Terminal terminal, bool json, string rpc, string from, PaymentRequest request, string target, CancellationToken cancelled)
    {
        using NodeClient node = RpcOption.Connect(rpc);
        ChainInfo chain = await node.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), cancelled);
        PartialTransaction partial = await new OfflinePayments(node, terminal.Time).MakeAsync(chain, from, request, cancelled);
        await File.WriteAllTextAsync(target, partial.ToString(), cancelled);
        terminal.Write(
            json, new { transactionId = partial.Body.Id, partial.Body.Fee, missing = partial.Missing, file = target },
            $"{target} waits for {partial.Missing} signatures; it is valid for an hour. The fee is {Amounts.Format(partial.Body.Fee, AssetId.Kmcc)}.");
        return ExitCode.Ok;
    }

    private static async Task<PaymentRecord> PayTransparentAsync(
        PrivateSession session, Terminal terminal, PaymentRequest request, bool yes, CancellationToken cancelled)
    {
        PaymentQuote quote = await HintedAsync(() => session.Service.QuoteAsync(session.Chain, request, cancelled), "shielded or ring, notes of the wallet do, when it has them.");
        terminal.Error.WriteLine("This payment is transparent, as its recipient's address is: everybody sees your coins, that address, the amount and the memo.");
        Confirm(terminal, request, quote.Fee, yes);

        return await session.Service.SendAsync(session.Chain, quote, cancelled);
    }

    private static async Task<PaymentRecord> PayPrivateAsync(
        PrivateSession session, Terminal terminal, PaymentRequest request, string source, string into, bool yes, CancellationToken cancelled)
    {
        PrivateRequest order = Order(request, source, into);
        if (await session.ScanAsync(cancelled) is null)
        {
            throw new UsageException("This node serves no private money. Name another with --rpc.");
        }

        PrivateQuote quote = await HintedAsync(
            () => session.Private.QuoteAsync(session.Chain, order, cancelled),
            order.Source == PaymentSource.Transparent ? "shielded or ring, notes of the wallet do, when it has them." : "transparent, everybody sees your coins and the amount.");
        string joins = quote.Rounds == 1
            ? string.Empty
            : $" It takes {quote.Transactions} transactions in {quote.Rounds} rounds, about {Math.Ceiling(quote.Wait.TotalSeconds)} seconds of waiting between them.";
        terminal.Error.WriteLine(quote.Shows + joins);
        if (quote.Advice is { Text.Length: > 0 } advice)
        {
            terminal.Error.WriteLine(advice.Text);
        }

        Confirm(terminal, request, quote.Fee, yes);

        return await session.Private.SendAsync(session.Chain, quote, cancelled);
    }

    private static PrivateRequest Order(PaymentRequest request, string source, string into) => request.Asset == AssetId.Kmcc
        ? new PrivateRequest(
            request.Recipient, request.Amount, request.Memo, Enum.Parse<PaymentSource>(source, ignoreCase: true), Enum.Parse<PrivateTier>(into, ignoreCase: true))
        : throw new UsageException("Only KMCC can be private.");

    // Who keeps everything in one kind of money learns what there is to choose from.
    private static async Task<T> HintedAsync<T>(Func<Task<T>> quote, string other)
    {
        try
        {
            return await quote();
        }
        catch (PaymentException refusal) when (refusal.Fault == PaymentFault.InsufficientFunds)
        {
            throw new PaymentException(refusal.Fault, $"{refusal.Message} `wallet balance` shows what there is; --privacy names what pays: with {other}");
        }
    }

    private static PaymentRequest ReadRequest(string to, string? amount, string? asset, string memo)
    {
        // A text that is no link may still be a mistyped address, which the wallet explains better.
        PaymentUriFault fault = PaymentUri.Read(to, out PaymentUri? read);
        PaymentUri link = fault == PaymentUriFault.None ? read!
            : !to.Contains(':', StringComparison.Ordinal) ? new PaymentUri(to, null, AssetId.Kmcc, "", "", "")
            : throw new UsageException($"--to takes an address or a link such as komandor:ADDRESS?amount=1.5. {PaymentUriText.Words(fault)}");
        AssetId id = link.Asset;
        if (asset is not null && !AssetId.TryParse(asset, out id))
        {
            throw new UsageException("--asset takes 64 hexadecimal digits.");
        }

        if (amount is null && link.Amount is null)
        {
            throw new UsageException("--amount is missing: say how much, such as --amount 1.5.");
        }

        ulong units = link.Amount ?? 0;
        return amount is null || Amounts.TryParse(amount, id, out units)
            ? new PaymentRequest(link.Address, id, units, memo.Length > 0 ? memo : link.Memo)
            : throw new UsageException("--amount takes a number such as 1.5, without commas and with up to eight decimals; whole units of assets other than KMCC.");
    }

    // What it costs is said either way.
    private static void Confirm(Terminal terminal, PaymentRequest request, ulong fee, bool yes)
    {
        string order = $"Pay {Amounts.Format(request.Amount, request.Asset)} to {request.Recipient}, with a fee of {Amounts.Format(fee, AssetId.Kmcc)}";
        if (yes)
        {
            terminal.Error.WriteLine($"{order}.");
            return;
        }

        string question = $"{order}?";
        if (!terminal.Interactive)
        {
            throw new UsageException($"{question} There is nobody to ask: confirm with --yes.");
        }

        if (!terminal.Confirm(question))
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>Says what became of a payment.</summary>
    internal static void Report(Terminal terminal, bool json, PaymentRecord payment, string link)
    {
        string line = payment.State switch
        {
            PaymentState.Final =>
                $"Paid {Amounts.Format(payment.Amount, payment.Asset)} to {payment.Recipient}, with a fee of {Amounts.Format(payment.Fee, AssetId.Kmcc)}. Final after {payment.FinalityMs} ms, in block {payment.Height}.",
            PaymentState.Expired => "It expired before it was ordered; its coins are free again. Send once more.",
            _ => $"Refused: {payment.Fault}. Its coins are free again.",
        };
        terminal.Write(
            json,
            new
            {
                transactionId = payment.Id,
                payment.State,
                payment.Fault,
                payment.Asset,
                payment.Amount,
                payment.Recipient,
                payment.Fee,
                payment.Height,
                payment.FinalityMs,
                explorer = link,
            },
            [line, link, .. ProofHint(payment)]);
    }

    // Nobody else can see a private payment; who made it can show it.
    private static IEnumerable<string> ProofHint(PaymentRecord payment) => payment.State == PaymentState.Final && PrivateAddress.TryParse(payment.Recipient, out _, out _)
        ? [$"To prove it to somebody: komandor wallet prove payment --transaction {payment.Id} --message \"what for\""]
        : [];
}
