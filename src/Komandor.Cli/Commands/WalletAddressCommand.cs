using System.CommandLine;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Wallet;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet address</c>: shows where others pay to.</summary>
internal static class WalletAddressCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<bool> fresh = new("--new") { Description = "Make a new address; the earlier ones stay valid." };
        Command command = options.Command("address", "Show the address that others pay to.", terminal, async (parsed, cancelled) =>
        {
            using WalletFile file = options.Open(parsed, terminal);
            using NodeClient node = RpcOption.Connect(parsed.GetRequiredValue(options.Rpc));
            WalletService wallet = new(file, node, terminal.Time);
            ChainInfo chain = await wallet.ConnectAsync(cancelled);
            string address = await wallet.AddressAsync(chain, parsed.GetValue(fresh), cancelled);
            terminal.Write(parsed.GetValue(options.Json), new { address, network = chain.Network }, address);
            return ExitCode.Ok;
        });
        command.Add(fresh);
        return command;
    }
}
