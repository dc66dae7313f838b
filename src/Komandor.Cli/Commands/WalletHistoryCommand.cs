using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet history</c>: shows what came and went.</summary>
internal static class WalletHistoryCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<int> limit = new("--limit") { Description = "At most this many entries, 1 to 200.", DefaultValueFactory = _ => 50 };
        Command command = options.Command("history", "Show what came and went, newest first.", terminal, async (parsed, cancelled) =>
        {
            int count = parsed.GetValue(limit);
            if (count is < 1 or > 200)
            {
                throw new UsageException("--limit goes from 1 to 200.");
            }

            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            WalletService wallet = session.Service;
            PrivateEntry[] hidden = await session.ScanAsync(cancelled) is null ? [] : [.. session.Private.History().Take(count)];
            IReadOnlyList<HistoryEntry> entries = await wallet.HistoryAsync(count, cancelled);
            IEnumerable<string> lines = entries.Select(entry => (entry.Time, Text: Line(entry)))
                .Concat(hidden.Select(entry => (entry.Time, Text: Line(entry))))
                .OrderByDescending(line => line.Time).Take(count).Select(line => line.Text);
            terminal.Write(
                parsed.GetValue(options.Json), new { entries = entries.Select(ForJson), @private = hidden }, lines.DefaultIfEmpty("Nothing yet."));
            return ExitCode.Ok;
        });
        command.Add(limit);
        return command;
    }

    private static object ForJson(HistoryEntry entry) => new
    {
        entry.TransactionId,
        entry.State,
        entry.Time,
        entry.Height,
        entry.Asset,
        entry.Received,
        entry.Spent,
        entry.Payment?.Recipient,
        entry.Payment?.Amount,
        entry.Payment?.Fee,
        entry.Payment?.Memo,
        entry.Payment?.Fault,
    };

    private static string Line(PrivateEntry entry)
    {
        bool outgoing = entry.Spent > entry.Received;
        ulong net = outgoing ? entry.Spent - entry.Received : entry.Received - entry.Spent;
        string memo = entry.Memo.Length == 0 ? string.Empty : $"  \"{entry.Memo}\"";
        return $"{entry.Time}  {(outgoing ? "-" : "+")}{Amounts.Format(net, AssetId.Kmcc)}  {entry.Transaction}  {entry.Tier}{memo}";
    }

    private static string Line(HistoryEntry entry)
    {
        bool outgoing = entry.Spent > entry.Received;
        ulong net = outgoing ? entry.Spent - entry.Received : entry.Received - entry.Spent;
        string state = entry.State == PaymentState.Final ? string.Empty : $"  {entry.State}{(entry.Payment?.Fault is string fault ? $": {fault}" : string.Empty)}";
        string memo = string.IsNullOrEmpty(entry.Payment?.Memo) ? string.Empty : $"  \"{entry.Payment.Memo}\"";
        return $"{entry.Time}  {(outgoing ? "-" : "+")}{Amounts.Format(net, entry.Asset)}  {entry.TransactionId}{state}{memo}";
    }
}
