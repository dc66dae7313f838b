using System.CommandLine;
using System.Security.Cryptography;
using Komandor.Cli.Console;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary>The options that every command of a wallet has.</summary>
internal sealed class WalletOptions
{
    internal Option<string> File { get; } = new("--wallet")
    {
        Description = "The wallet's file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".komandor", "wallet"),
    };

    internal Option<string> Rpc { get; } = RpcOption.Create();

    internal Option<bool> Json { get; } = new("--json") { Description = "Write the result as one line of JSON." };

    /// <summary>A command of a wallet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="run">What it does with the parsed line.</param>
    internal Command Command(
        string name, string description, Terminal terminal, Func<ParseResult, CancellationToken, Task<int>> run)
    {
        Command command = new(name, description);
        command.Add(File);
        command.Add(Rpc);
        command.Add(Json);
        command.SetAction((parsed, cancelled) => CommandRunner.RunAsync(terminal, parsed.GetValue(Json), () => run(parsed, cancelled)));
        return command;
    }

    /// <summary>Opens the wallet that the line names.</summary>
    internal WalletFile Open(ParseResult parsed, Terminal terminal)
    {
        string path = parsed.GetRequiredValue(File);
        if (!System.IO.File.Exists(path))
        {
            throw new WalletException(WalletFault.NotFound, $"There is no wallet at {path}. Make one with `komandor wallet create --wallet {path}`.");
        }

        byte[] passphrase = terminal.Passphrase(twice: false);
        try
        {
            return WalletFile.Open(path, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passphrase);
        }
    }
}
