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
            IReadOnlyList<Activity> all = Activity.Merge(entries, hidden, session.File.Payments, count);
            IEnumerable<string> lines = SightText.OfHistory(session.File.Sight).Concat(all.Select(one => Line(one, names)));
            terminal.Write(
                parsed.GetValue(options.Json), new { sees = session.File.Sight, entries = all.Select(ForJson) }, lines.DefaultIfEmpty("Nothing yet."));
            return ExitCode.Ok;
        });
        command.Add(limit);
        return command;
    }

    // One line a transaction, whichever tiers it touches: received less spent is what the wallet has more or less by it.
    private static object ForJson(Activity one) => new
    {
        transactionId = one.Id,
        one.State,
        one.Time,
        one.Height,
        one.Asset,
        tiers = TierText.Of(one),
        kind = one.IsGenesis ? "genesis" : one.IsOwn ? "own" : one.IsOutgoing == true ? "paid" : "received",
        one.Received,
        one.Spent,
        one.Change,
        one.Fee,
        recipient = one.Recipient.Length == 0 ? null : one.Recipient,
        amount = one.Paid,
        one.Memo,
        one.Fault,
        one.FinalityMs,
    };

    private static string Line(Activity one, IReadOnlyDictionary<AssetId, string> names)
    {
        string name = names.GetValueOrDefault(one.Asset, string.Empty);
        string sign = one.IsOutgoing switch { true => "-", false => "+", _ => string.Empty };
        string amount = one.Units is ulong units ? sign + Amounts.Format(units, one.Asset, name) : "amount not seen";
        string state = one.State == PaymentState.Final ? string.Empty : $"  {one.State}{(one.Fault is string fault ? $": {fault}" : string.Empty)}";
        string memo = one.Memo.Length == 0 ? string.Empty : $"  \"{one.Memo}\"";
        return $"{one.Time}  {amount}  {one.Id}  {TierText.Of(one)}{What(one, name)}{state}{memo}";
    }

    private static string What(Activity one, string name) => one switch
    {
        { IsGenesis: true } => ", in the first block",
        { IsOwn: true, Paid: > 0 and ulong moved } => $", own money moved: {Amounts.Format(moved, one.Asset, name)}",
        { IsOwn: true } => ", own money moved",
        { Recipient.Length: > 0, Paid: ulong paid } => $", {Amounts.Format(paid, one.Asset, name)} to {one.Recipient}",
        { Recipient.Length: > 0 } => $", to {one.Recipient}",
        { IsOutgoing: true, Units: null } => ", paid",

        // A private payment that names no private recipient left the pool.
        { IsOutgoing: true, Tier: not null } => ", to a transparent address, which the explorer shows",
        _ => string.Empty,
    };
}
