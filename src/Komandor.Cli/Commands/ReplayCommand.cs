using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Cli.Replay;
using Komandor.Primitives;
using Komandor.Wallet.Keys;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor replay</c>: pays every payment of a file over a running network, and checks what became of it on every node.</summary>
internal static class ReplayCommand
{
    private const string DevelopmentFunds = "dev:";
    private const long ValidityMs = 20 * 60_000;

    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = new("FILE") { Description = "Payments, one a line: {\"id\", \"in\": [[source, units, owner]], \"out\": [[units, owner]]}." };
        Option<string> rpc = RpcOption.Create();
        Option<bool> json = new("--json") { Description = "Write the result as one line of JSON." };
        Option<string> funds = new("--funds")
        {
            Description = "Who pays for what exists before: a wallet's file, or dev:INDEX, a funded account of a development network.",
            HelpName = "FILE|dev:INDEX",
            DefaultValueFactory = _ => "dev:9",
        };
        Option<int> window = new("--window") { Description = "At most this many payments are under way at once, 1 to 4096.", DefaultValueFactory = _ => 256 };
        Option<string> privacy = new("--privacy")
        {
            Description = "How the payments are made: transparent, or shielded, each as transactions of two inputs and two outputs.",
            DefaultValueFactory = _ => "transparent",
        };
        privacy.AcceptOnlyFromAmong("transparent", "shielded");
        Option<int?> limit = new("--limit") { Description = "Pay the first so many payments of the file alone, 1 or more." };
        Command command = new("replay", "Pay the payments of a file over a running network, and check the result on every node.")
        {
            file, rpc, json, funds, window, privacy, limit,
        };
        command.SetAction((parsed, cancelled) => CommandRunner.RunAsync(terminal, parsed.GetValue(json), async () =>
        {
            if (parsed.GetValue(window) is < 1 or > 4096)
            {
                throw new UsageException("--window goes from 1 to 4096.");
            }

            if (parsed.GetValue(limit) is < 1)
            {
                throw new UsageException("--limit is 1 or more.");
            }

            ReplayFile payments = ReplayFile.Read(parsed.GetRequiredValue(file)).First(parsed.GetValue(limit) ?? int.MaxValue);
            using Nodes nodes = new(RpcOption.Read(parsed.GetRequiredValue(rpc)), terminal.Time);
            Report report = parsed.GetValue(privacy) == "shielded"
                ? await RunShieldedAsync(terminal, nodes, payments, parsed.GetRequiredValue(funds), parsed.GetValue(window), cancelled)
                : await RunAsync(terminal, nodes, payments, parsed.GetRequiredValue(funds), parsed.GetValue(window), cancelled);
            terminal.Write(parsed.GetValue(json), report, Lines(report));
            return report.IsGood ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command;
    }

    private static async Task<Report> RunAsync(
        Terminal terminal, Nodes nodes, ReplayFile file, string funds, int window, CancellationToken cancellationToken)
    {
        ChainInfo chain = await nodes.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), cancellationToken);
        Timestamp validUntil = ValidUntil(terminal.Time, chain);
        using Replayer replayer = new(nodes, chain, file, validUntil);
        terminal.Error.WriteLine($"Making the coins that exist before {file.Payments.Length} payments...");
        int made;
        using (Funds source = await OpenFundsAsync(terminal, nodes, funds, cancellationToken))
        {
            Funding funding = new(nodes, chain, source.Coins, source.Change, validUntil);
            using Owner payer = new(DevelopmentKeys.Owner("komandor replay fees"));
            made = await replayer.PrepareAsync(funding, payer, cancellationToken);

            long start = terminal.Time.GetTimestamp();
            IReadOnlyList<Result> results = await Progress.ShowAsync(
                terminal, "payments", file.Payments.Length, () => replayer.Done, replayer.RunAsync(window, cancellationToken));
            TimeSpan wall = terminal.Time.GetElapsedTime(start);
            terminal.Error.WriteLine("Checking on every node...");
            Audit audit = new(nodes, terminal.Time);
            await audit.RunAsync(results, cancellationToken);
            return Report.Of(results, made, wall, audit);
        }
    }

    private static async Task<Report> RunShieldedAsync(
        Terminal terminal, Nodes nodes, ReplayFile file, string funds, int window, CancellationToken cancellationToken)
    {
        ChainInfo chain = await nodes.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), cancellationToken);
        using ShieldedReplayer replayer = await ShieldedReplayer.OpenAsync(
            nodes, chain, file, terminal.Time, () => ValidUntil(terminal.Time, chain), cancellationToken);
        ShieldedPlan plan = replayer.Plan;
        terminal.Error.WriteLine(
            $"{file.Payments.Length} payments are {plan.Steps.Count} shielded transactions. {plan.Entering.Count} notes enter the pool first...");
        using Funds source = await OpenFundsAsync(terminal, nodes, funds, cancellationToken);
        using Owner payer = new(DevelopmentKeys.Owner("komandor replay entering"));
        Funding funding = new(nodes, chain, source.Coins, source.Change, ValidUntil(terminal.Time, chain));
        long start = terminal.Time.GetTimestamp();
        int entering = await replayer.EnterAsync(funding, payer, chain, cancellationToken);
        TimeSpan entered = terminal.Time.GetElapsedTime(start);

        start = terminal.Time.GetTimestamp();
        IReadOnlyList<Result> results = await Progress.ShowAsync(
            terminal, "shielded transactions", plan.Steps.Count, () => replayer.Done, replayer.RunAsync(window, cancellationToken));
        TimeSpan wall = terminal.Time.GetElapsedTime(start);
        terminal.Error.WriteLine("Checking on every node...");
        Audit audit = new(nodes, terminal.Time);
        await audit.RunAsync(results, cancellationToken);
        int outputs = replayer.Check(audit);
        return Report.Of(results, plan.Entering.Count, wall, audit) with
        {
            OutputsChecked = outputs,
            EnteringTransactions = entering,
            EnteringSeconds = Math.Round(entered.TotalSeconds, 3),
            ShieldedTransactions = replayer.Done,
        };
    }

    private static async Task<Funds> OpenFundsAsync(Terminal terminal, Nodes nodes, string funds, CancellationToken cancellationToken)
    {
        if (!funds.StartsWith(DevelopmentFunds, StringComparison.Ordinal))
        {
            byte[] passphrase = terminal.Passphrase(twice: false);
            try
            {
                return await Funds.OfWalletAsync(funds, passphrase, nodes.Clients[0], terminal.Time, cancellationToken);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(passphrase);
            }
        }

        return int.TryParse(funds.AsSpan(DevelopmentFunds.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? await Funds.OfDevelopmentAccountAsync(index, nodes, cancellationToken)
            : throw new UsageException("--funds takes a wallet's file, or dev: and a number, such as dev:9.");
    }

    private static Timestamp ValidUntil(TimeProvider time, ChainInfo chain)
    {
        Timestamp now = Timestamp.From(time.GetUtcNow());
        Timestamp start = now > chain.Time ? now : chain.Time;
        return start.Plus(Math.Min(ValidityMs, chain.MaximumValidityMs / 2) * Timestamp.PerMillisecond);
    }

    private static IEnumerable<string> Lines(Report report)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Final} of {report.Payments} payments are final, {report.Refused} are not, in {report.WallSeconds:F1} s ({report.Final / Math.Max(report.WallSeconds, 0.001):F0} a second).");
        yield return $"Finality: half within {report.FinalityMsP50} ms, 99 of 100 within {report.FinalityMsP99} ms.";
        if (report.ShieldedTransactions is { } shielded)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{shielded} shielded transactions ({shielded / Math.Max(report.WallSeconds, 0.001):F1} a second); before, {report.CoinsMadeBefore} notes entered the pool by {report.EnteringTransactions} transactions in {report.EnteringSeconds:F1} s.");
        }

        yield return $"{report.OutputsChecked} outputs {(report.ShieldedTransactions is null ? "were checked on every node" : "were found as notes")}; the supply is {(report.SupplyConserved ? string.Empty : "NOT ")}conserved.";
        foreach ((string fault, int count) in report.Faults)
        {
            yield return $"Refused by {fault}: {count}.";
        }

        foreach (string finding in report.Findings)
        {
            yield return finding;
        }
    }
}
