using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Wallet.Private;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet scan</c>: reads the blocks that were not read yet for private notes.</summary>
internal static class WalletScanCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        return options.Command("scan", "Find private notes in the blocks that were not read yet. It can be stopped and goes on later.", terminal, async (parsed, cancelled) =>
        {
            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            ScanProgress reached = await session.ScanAsync(cancelled) ?? throw new UsageException("This node serves no private money. Name another with --rpc.");
            terminal.Write(
                parsed.GetValue(options.Json), new { height = reached.Tip, notes = reached.Notes, found = reached.Found }, $"Everything up to block {reached.Tip} is read: {reached.Notes} notes, {reached.Found} of them yours.");
            return ExitCode.Ok;
        });
    }
}
