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
            IReadOnlyDictionary<AssetId, string> names = await AssetNaming.AskAsync(session.Node, cancelled);
            IEnumerable<string> lines = Activity.Merge(entries, hidden, session.File.Payments, count).Select(one => Line(one, names));
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

    private static string Line(Activity one, IReadOnlyDictionary<AssetId, string> names)
    {
        bool outgoing = one.Spent > one.Received;
        ulong net = outgoing ? one.Spent - one.Received : one.Received - one.Spent;
        string amount = Amounts.Format(net, one.Asset, names.GetValueOrDefault(one.Asset, string.Empty));
        string state = one.State == PaymentState.Final ? string.Empty : $"  {one.State}{(one.Fault is string fault ? $": {fault}" : string.Empty)}";
        string memo = one.Memo.Length == 0 ? string.Empty : $"  \"{one.Memo}\"";
        return $"{one.Time}  {(outgoing ? "-" : "+")}{amount}  {one.Id}  {TierText.Of(one)}{(one.IsGenesis ? ", in the first block" : one.IsOwn ? ", own money moved" : string.Empty)}{state}{memo}";
    }
}
