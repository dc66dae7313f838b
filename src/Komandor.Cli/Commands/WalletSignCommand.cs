using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet sign</c>: signs a transaction that was made elsewhere. It asks no node.</summary>
internal static class WalletSignCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Argument<string> file = new("file") { Description = "The transaction, as send --unsigned wrote it." };
        Option<string?> output = new("--out") { Description = "Where to write it with the signatures; the same file without.", HelpName = "FILE" };
        Option<bool> yes = new("--yes") { Description = "Do not ask before signing." };
        Command command = options.Command("sign", "Sign a transaction that was made elsewhere, without any network.", terminal, async (parsed, cancelled) =>
        {
            string path = parsed.GetRequiredValue(file);
            PartialTransaction partial = await ReadAsync(path, cancelled);
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
        command.Add(yes);
        return command;
    }

    /// <summary>Reads a file that holds a transaction on its way.</summary>
    internal static async Task<PartialTransaction> ReadAsync(string path, CancellationToken cancellationToken) =>
        PartialTransaction.TryParse(await TextFile.ReadAsync("@" + path, cancellationToken))
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
