using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Private;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet notes</c>: lists the wallet's private notes.</summary>
internal static class WalletNotesCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<bool> all = new("--all") { Description = "Also those that are spent." };
        Command command = options.Command("notes", "List the wallet's private notes.", terminal, async (parsed, cancelled) =>
        {
            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            ScanProgress? reached = await session.ScanAsync(cancelled);
            IReadOnlyList<PrivateNoteInfo> known = session.Private.Notes();
            PrivateNoteInfo[] notes = [.. known.Where(note => parsed.GetValue(all) || note.State != PrivateNoteState.Spent)];
            terminal.Write(
                parsed.GetValue(options.Json),
                new { notes },
                notes.Select(note => $"{note.Tier,-8} {note.Index,8}  {Amounts.Format(note.Value, AssetId.Kmcc),22}  {Words(note.State)}").DefaultIfEmpty(WhyNone(reached, known.Count)));
            return ExitCode.Ok;
        });
        command.Add(all);
        return command;
    }

    private static string WhyNone(ScanProgress? reached, int spent) => reached is null ? "This node serves no private money. Name another with --rpc."
        : spent > 0 ? $"All {spent} notes are spent; --all lists them."
        : $"No notes: up to block {reached.Tip} nobody paid a private address of this wallet. `komandor wallet address --private` shows one.";

    private static string Words(PrivateNoteState state) => state == PrivateNoteState.Unknown ? "not seen whether it is spent" : state.ToString();
}
