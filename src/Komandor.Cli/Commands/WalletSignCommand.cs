using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private.Offline;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet sign</c>: signs a transaction that was made elsewhere. It asks no node.</summary>
internal static class WalletSignCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Argument<string> file = new("file") { Description = "What send --unsigned wrote, or its scanned parts; - for what is pasted." };
        Option<string?> output = new("--out") { Description = "Where to write it with the signatures. Without: the same file; for a private payment FILE.signed.", HelpName = "FILE" };
        Option<bool> picture = new("--qr") { Description = "Of a private payment, also draw the answer in parts to scan." };
        Option<bool> yes = new("--yes") { Description = "Do not ask before signing." };
        Command command = options.Command("sign", "Sign a transaction that was made elsewhere, without any network.", terminal, async (parsed, cancelled) =>
        {
            string path = parsed.GetRequiredValue(file);
            string text = await PrivateSigning.ReadAsync(terminal, path, cancelled);
            if (OfflineText.IsOf(OfflineKind.Request, text))
            {
                string answer = parsed.GetValue(output) ?? (path == "-" ? throw new UsageException("Name a file for the answer with --out.") : path + PrivateSigning.AnswerSuffix);
                using WalletFile cold = options.Open(parsed, terminal);
                return await PrivateSigning.SignAsync(
                    terminal, parsed.GetValue(options.Json), cold, text, answer, parsed.GetValue(yes), parsed.GetValue(picture), cancelled);
            }

            PartialTransaction partial = Read(path, text);
            using WalletFile wallet = options.Open(parsed, terminal);
            if (wallet.Chain is { } chain && chain.ChainId != partial.Body.ChainId)
            {
                throw new UsageException("The transaction is of another chain than the wallet.");
            }

            foreach (string line in Describe(partial))
            {
                terminal.Error.WriteLine(line);
            }

            if (!parsed.GetValue(yes) && !(terminal.Interactive && terminal.Confirm("Sign this?")))
            {
                throw new UsageException("Not signed. Confirm with --yes when there is nobody to ask.");
            }

            PartialTransaction signed = partial.Sign(wallet);
            await File.WriteAllTextAsync(parsed.GetValue(output) ?? path, signed.ToString(), cancelled);
            terminal.Write(
                parsed.GetValue(options.Json), new { transactionId = signed.Body.Id, added = partial.Missing - signed.Missing, missing = signed.Missing },
                signed.IsComplete ? "It has all signatures: hand it in with submit." : $"{signed.Missing} signatures are missing.");
            return signed.Missing < partial.Missing || signed.IsComplete ? ExitCode.Ok : ExitCode.Failed;
        });
        command.Add(file);
        command.Add(output);
        command.Add(picture);
        command.Add(yes);
        return command;
    }

    /// <summary>Reads a file that holds a transaction on its way.</summary>
    internal static async Task<PartialTransaction> ReadAsync(string path, CancellationToken cancellationToken) =>
        Read(path, await TextFile.ReadAsync("@" + path, cancellationToken));

    /// <summary>Reads the text of a transaction on its way.</summary>
    internal static PartialTransaction Read(string path, string text) => PartialTransaction.TryParse(text)
        ?? throw new UsageException($"{path} holds no transaction, or one with a wrong signature.");

    private static IEnumerable<string> Describe(PartialTransaction partial)
    {
        yield return $"Transaction {partial.Body.Id}, of chain {partial.Body.ChainId}, valid until {partial.Body.ValidUntil}:";
        foreach (TransactionOutput output in partial.Body.Outputs)
        {
            yield return output.Content is CoinContent coin
                ? $"  {Amounts.Format(coin.Amount, coin.Asset)} to {output.Lock}"
                : $"  an object of another kind to {output.Lock}";
        }

        yield return $"  fee {Amounts.Format(partial.Body.Fee, AssetId.Kmcc)}";
    }
}
