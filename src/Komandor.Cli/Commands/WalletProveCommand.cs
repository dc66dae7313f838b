using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Primitives;
using Komandor.Wallet;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet prove payment|spend|reserve</c>: shows somebody what is otherwise private, bound to a message.</summary>
internal static class WalletProveCommand
{
    internal static Command Create(Terminal terminal) => new("prove", "Prove a payment, a spend or a reserve to somebody, bound to a message.")
    {
        OfTransaction(
            "payment", "Prove that a transaction paid an address so much, as payer or as recipient. It opens the memo too.", terminal,
            (session, id, message, cancelled) => session.Private.ProvePaymentAsync(session.Chain, id, message, cancelled)),
        OfTransaction(
            "spend", "Prove that this wallet made a private transaction, without showing which notes it spent.", terminal,
            (session, id, message, cancelled) => session.Private.ProveSpendAsync(session.Chain, id, message, cancelled)),
        Reserve(terminal),
    };

    private static Command OfTransaction(
        string name, string description, Terminal terminal, Func<PrivateSession, TransactionId, string, CancellationToken, Task<string?>> prove)
    {
        WalletOptions options = new();
        Option<string> transaction = new("--transaction") { Description = "The transaction, 64 hexadecimal digits.", HelpName = "ID", Required = true };
        Option<string> message = Message();
        Command command = options.Command(name, description, terminal, async (parsed, cancelled) =>
        {
            if (!TransactionId.TryParse(parsed.GetRequiredValue(transaction), out TransactionId id))
            {
                throw new UsageException("--transaction takes 64 hexadecimal digits.");
            }

            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            await session.ScanAsync(cancelled);
            string proof = await prove(session, id, parsed.GetRequiredValue(message), cancelled)
                ?? throw new UsageException("This wallet cannot prove that: it has no private part in that transaction, or does not know its ring any more. What is transparent needs no proof: the explorer shows it to everybody.");
            terminal.Write(parsed.GetValue(options.Json), new { proof }, proof);
            return ExitCode.Ok;
        });
        command.Add(transaction);
        command.Add(message);
        return command;
    }

    private static Command Reserve(Terminal terminal)
    {
        WalletOptions options = new();
        Option<string> amount = new("--amount") { Description = "KMCC with up to eight decimals; the fewest notes that hold it are shown.", Required = true };
        Option<string> message = Message();
        Command command = options.Command("reserve", "Prove that this wallet has so much. Whoever reads it sees when these notes are spent.", terminal, async (parsed, cancelled) =>
        {
            if (!Amounts.TryParse(parsed.GetRequiredValue(amount), AssetId.Kmcc, out ulong units))
            {
                throw new UsageException("--amount takes a number such as 1.5, with up to eight decimals.");
            }

            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            await session.ScanAsync(cancelled);
            string proof = session.Private.ProveReserve(session.Chain, units, parsed.GetRequiredValue(message))
                ?? throw new UsageException("The wallet's private notes that are under an anchor do not hold that much.");
            terminal.Write(parsed.GetValue(options.Json), new { proof }, proof);
            return ExitCode.Ok;
        });
        command.Add(amount);
        command.Add(message);
        return command;
    }

    private static Option<string> Message() => new("--message")
    {
        Description = "What the proof is for, such as the asker's name and the date: it holds for nothing else.",
        Required = true,
    };
}
