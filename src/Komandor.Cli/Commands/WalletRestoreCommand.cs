using System.CommandLine;
using System.Security.Cryptography;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Private;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet restore</c>: makes a wallet from its words and finds the addresses that it used.</summary>
internal static class WalletRestoreCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<string?> viewKey = new("--view-key") { Description = "A full or an incoming view key instead of words: the wallet sees, and spends nothing.", HelpName = "KEY" };
        Command command = options.Command("restore", "Make a wallet from its words, and find what it used.", terminal, async (parsed, cancelled) =>
        {
            string path = parsed.GetRequiredValue(options.File);
            if (parsed.GetValue(viewKey) is { } key)
            {
                return await WatchAsync(options, terminal, parsed, path, key, cancelled);
            }

            // Before anybody types twenty-four words.
            WalletCreateCommand.RequireFree(path);
            MnemonicFault fault = Mnemonic.TryParse(terminal.Ask("The words:"), out Mnemonic? mnemonic, out int wordIndex);
            using Mnemonic words = mnemonic ?? throw new UsageException(Explain(fault, wordIndex));

            // The node is asked before the file is made: an unreachable one leaves nothing behind.
            using NodeClient node = RpcOption.Connect(parsed.GetRequiredValue(options.Rpc));
            await node.CallAsync(Api.ApiCatalogue.ChainInfo, new Api.Messages.NoParameters(), cancelled);
            WalletCreateCommand.Make(terminal, path, words, developmentAccount: null);
            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            WalletFile file = session.File;

            // Who typed the words has them.
            file.MarkBackedUp();
            await session.Service.RestoreAsync(cancelled);
            ScanProgress? reached = await session.ScanAsync(cancelled);
            terminal.Write(
                parsed.GetValue(options.Json),
                new { wallet = path, receiveAddresses = file.ReceiveCount, changeAddresses = file.ChangeCount, notes = reached?.Found },
                $"The wallet is in {path}: {file.ReceiveCount} receiving and {file.ChangeCount} change addresses, and {Notes(reached)}.");
            return ExitCode.Ok;
        });
        command.Add(viewKey);
        return command;
    }

    private static string Notes(ScanProgress? reached) =>
        reached is null ? "no word of private notes, which this node does not serve" : $"{reached.Found} private {(reached.Found == 1 ? "note" : "notes")}, change and spent ones counted";

    private static async Task<int> WatchAsync(
        WalletOptions options, Terminal terminal, ParseResult parsed, string path, string key, CancellationToken cancelled)
    {
        WalletCreateCommand.RequireFree(path);
        byte[] passphrase = terminal.Passphrase(twice: true);
        try
        {
            using WalletFile made = WalletFile.CreateWatchOnly(path, passphrase, key, terminal.KeyCost);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passphrase);
        }

        using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
        ScanProgress? reached = await session.ScanAsync(cancelled);
        terminal.Write(
            parsed.GetValue(options.Json), new { wallet = path, watchOnly = true, found = reached?.Found ?? 0 },
            $"The wallet in {path} only watches. It found {reached?.Found ?? 0} notes.");
        return ExitCode.Ok;
    }

    private static string Explain(MnemonicFault fault, int wordIndex) => fault switch
    {
        MnemonicFault.UnknownWord => $"Word {wordIndex + 1} does not stand in the list. Check its spelling.",
        MnemonicFault.Checksum => "The words do not belong together: one is wrong, or two stand in the wrong order.",
        _ => "A wallet has 12, 15, 18, 21 or 24 words.",
    };
}
