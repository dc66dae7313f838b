using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Komandor.Api;
using Komandor.Api.Json;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Primitives;
using Komandor.Wallet;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor status</c>: the network as a node sees it, for whoever runs that node.</summary>
internal static class StatusCommand
{
    internal static Command Create(Terminal terminal)
    {
        Option<string> rpc = RpcOption.Create();
        Option<bool> json = new("--json") { Description = "Write the result as one line of JSON." };
        Command command = new("status", "Show how a node and its network are: readiness, members, finality, old blocks.") { rpc, json };
        command.SetAction((parsed, cancelled) => CommandRunner.RunAsync(terminal, parsed.GetValue(json), async () =>
        {
            using NodeClient node = RpcOption.Connect(parsed.GetRequiredValue(rpc));
            NetworkStatus status = await node.CallAsync(ApiCatalogue.NetworkStatus, new NoParameters(), cancelled);
            IReadOnlyList<PoolSummary> pools = await PoolsAsync(node, cancelled);
            JsonObject report = JsonSerializer.SerializeToNode(status, ApiJson.Options)!.AsObject();
            report["pools"] = JsonSerializer.SerializeToNode(pools, ApiJson.Options);
            terminal.Write(parsed.GetValue(json), report, Lines(status).Concat(pools.Select(Line)));
            return ExitCode.Ok;
        }));
        return command;
    }

    // A node that serves no private money has none to tell of.
    private static async Task<IReadOnlyList<PoolSummary>> PoolsAsync(NodeClient node, CancellationToken cancellationToken)
    {
        try
        {
            return (await node.CallAsync(ApiCatalogue.PoolList, new NoParameters(), cancellationToken)).Pools;
        }
        catch (ApiException missing) when (missing.Code == ApiErrorCode.MethodNotFound)
        {
            return [];
        }
    }

    private static string Line(PoolSummary pool) => Text(
        $"{char.ToUpperInvariant(pool.Tier[0])}{pool.Tier[1..]} pool: {Amounts.Format(pool.Total, pool.Asset)} in {pool.Size} notes, ")
        + (pool.PausedUntil is Timestamp until ? $"paused until {until}: only what leaves it is executed" : "open");

    private static IEnumerable<string> Lines(NetworkStatus status)
    {
        yield return status.Ready ? $"Member {status.Self}: ready" : $"Member {status.Self}: not ready: {status.NotReadyReason} {status.Progress}".TrimEnd();
        yield return Text($"Height {status.Height}, round {status.DecidedRound} decided, {status.Waiting} transactions wait, {status.DatabaseSizeBytes / 1e6:F1} MB on disk");
        string finality = status.FinalityMsP50 is int median ? Text($"median {median} ms, p99 {status.FinalityMsP99} ms") : "nothing was paid through this node yet";
        yield return Text($"Finality: {finality}; {status.TransactionsPerSecond:F1} transactions a second");
        yield return $"History: {HistoryText(status.History)}";
        foreach (MemberStatus member in status.Members)
        {
            string link = !member.Connected ? $"no link: {member.Fault ?? "not tried yet"}"
                : member.RoundTripMs is double roundTripMs ? Text($"connected, {roundTripMs:F1} ms")
                : "connected";
            yield return Text($"  member {member.Id}  weight {member.Weight}  {link}");
        }
    }

    private static string HistoryText(HistoryStatus? history)
    {
        if (history is null)
        {
            return "not known yet";
        }

        string whole = history.WholeFrom <= 1
            ? "all blocks are kept whole"
            : Text($"whole from block {history.WholeFrom} on; {history.GivenUp} segments below are kept in pieces");
        string pieces = Text($"own piece of {history.Pieces} of {history.Segments} segments");
        string repair = history.Repairing is ulong segment ? Text($"; segment {segment} is under repair") : string.Empty;
        string rebuilding = history.Rebuilding > 0 ? Text($"; {history.Rebuilding} are being rebuilt") : string.Empty;
        string fetching = history.BlocksToFetch > 0 ? Text($"; {history.BlocksToFetch} blocks are still to be fetched") : string.Empty;
        return $"{whole}; {pieces}{repair}{rebuilding}{fetching}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
