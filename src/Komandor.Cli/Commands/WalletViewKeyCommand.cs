using System.CommandLine;
using Komandor.Cli.Console;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet view-key full|incoming</c>: shows a key that sees and spends nothing.</summary>
internal static class WalletViewKeyCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Argument<string> kind = new("kind") { Description = "full: all that came and went; incoming: what came." };
        kind.AcceptOnlyFromAmong("full", "incoming");
        Command command = options.Command("view-key", "Show a view key: whoever has it sees your private money, and cannot spend it.", terminal, async (parsed, cancelled) =>
        {
            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            bool isFull = parsed.GetRequiredValue(kind) == "full";
            string viewKey = session.Private.ViewKey(session.Chain, isFull);
            terminal.Error.WriteLine(isFull
                ? "Whoever has this key sees for ever what comes in privately, whom you pay, and which shielded notes are spent; of ring notes not whether they are, and no transparent coins."
                : "Whoever has this key sees for ever what comes in, to all of your private addresses.");
            terminal.Write(parsed.GetValue(options.Json), new { viewKey }, viewKey);
            return ExitCode.Ok;
        });
        command.Add(kind);
        return command;
    }
}
