using System.CommandLine;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet multisig</c>: money that several people spend together.</summary>
internal static class WalletMultisigCommand
{
    internal static Command Create(Terminal terminal) => new("multisig", "Transparent money that k of n people spend together.")
    {
        Key(terminal),
        Address(terminal),
        WalletSignCommand.Create(terminal),
        Combine(terminal),
    };

    private static Command Key(Terminal terminal)
    {
        WalletOptions options = new();
        return options.Command("key", "Show the public key of this wallet's newest address, to give to the others.", terminal, (parsed, _) =>
        {
            using WalletFile file = options.Open(parsed, terminal);
            PublicKey key = file.PublicKeyAt(new KeyPath(KeyChain.Receive, file.ReceiveCount - 1));
            terminal.Write(parsed.GetValue(options.Json), new { key = key.ToString() }, key.ToString());
            return Task.FromResult(ExitCode.Ok);
        });
    }

    private static Command Address(Terminal terminal)
    {
        WalletOptions options = new();
        Option<int> required = new("--required") { Description = "How many must sign.", Required = true };
        Option<string[]> keys = new("--key") { Description = "A public key, 64 hexadecimal digits; once for each of the people.", Required = true };
        Command command = options.Command("address", "Show the address of money that k of n keys spend together.", terminal, async (parsed, cancelled) =>
        {
            List<PublicKey> read = [];
            foreach (string text in parsed.GetRequiredValue(keys))
            {
                read.Add(PublicKey.TryParse(text, out PublicKey key) && !read.Contains(key) ? key : throw new UsageException("--key takes different public keys of 64 hexadecimal digits."));
            }

            int count = parsed.GetValue(required);
            if (read.Count is < 2 or > 14 || count < 1 || count > read.Count)
            {
                throw new UsageException("Name 2 to 14 keys, and from 1 to all of them as required.");
            }

            using NodeClient node = RpcOption.Connect(parsed.GetRequiredValue(options.Rpc));
            ChainInfo chain = await node.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), cancelled);
            string address = OfflinePayments.ThresholdAddress(chain, count, read);
            terminal.Write(parsed.GetValue(options.Json), new { address }, address);
            return ExitCode.Ok;
        });
        command.Add(required);
        command.Add(keys);
        return command;
    }

    private static Command Combine(Terminal terminal)
    {
        WalletOptions options = new();
        Argument<string[]> files = new("files") { Description = "Copies of one transaction, each with somebody's signatures.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--out") { Description = "Where to write all signatures.", HelpName = "FILE", Required = true };
        Command command = options.Command("combine", "Join the signatures of several copies of a transaction.", terminal, async (parsed, cancelled) =>
        {
            PartialTransaction? joined = null;
            foreach (string path in parsed.GetRequiredValue(files))
            {
                PartialTransaction next = await WalletSignCommand.ReadAsync(path, cancelled);
                joined = joined is null ? next : joined.Combine(next) ?? throw new UsageException($"{path} is another transaction than the first.");
            }

            await File.WriteAllTextAsync(parsed.GetRequiredValue(output), joined!.ToString(), cancelled);
            terminal.Write(
                parsed.GetValue(options.Json), new { transactionId = joined.Body.Id, missing = joined.Missing },
                joined.IsComplete ? "It has all signatures: hand it in with submit." : $"{joined.Missing} signatures are missing.");
            return ExitCode.Ok;
        });
        command.Add(files);
        command.Add(output);
        return command;
    }
}
