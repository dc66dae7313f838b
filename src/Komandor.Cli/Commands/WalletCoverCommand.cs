using System.CommandLine;
using System.Globalization;
using Komandor.Cli.Console;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Private;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet cover</c>: pays the wallet itself in the shielded tier while the pool is quiet.</summary>
/// <remarks>docs/privacy.md §8 says who should run it.</remarks>
internal static class WalletCoverCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<double> perHour = new("--per-hour") { Description = "How many payments an hour to make on the average, at random times: above 0, at most 3600.", Required = true };
        Option<double> busy = new("--until-busy") { Description = "Pay nothing while the pool has so many payments a second.", DefaultValueFactory = _ => 0.1 };
        Option<string> budget = new("--budget") { Description = "The most KMCC to spend on fees; then it stops.", Required = true };
        Option<int> most = new("--most") { Description = "The most payments; then it stops.", DefaultValueFactory = _ => int.MaxValue };
        Option<bool> yes = new("--yes") { Description = "Do not ask before it begins." };
        Command command = options.Command("cover", "Pay yourself in the shielded tier at random times while the pool is quiet, so that its crowd grows. Ctrl-C ends it.", terminal, async (parsed, cancelled) =>
        {
            CoverPlan plan = new(
                parsed.GetValue(perHour) is > 0 and <= 3_600 and var rate ? rate : throw new UsageException("--per-hour takes a number above 0, and 3600 at most."),
                parsed.GetValue(busy) is > 0 and var aim ? aim : throw new UsageException("--until-busy takes a number above 0, such as 0.1."),
                Amounts.TryParse(parsed.GetRequiredValue(budget), AssetId.Kmcc, out ulong units) ? units : throw new UsageException("--budget takes KMCC, such as 0.5."),
                parsed.GetValue(most) is > 0 and var number ? number : throw new UsageException("--most takes a number above 0."));
            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            ulong fee = CoverTraffic.FeeOf(session.Chain);
            terminal.Error.WriteLine(Describe(plan, fee));
            if (!parsed.GetValue(yes) && !(terminal.Interactive && terminal.Confirm("Begin?")))
            {
                throw new UsageException("Not begun. Confirm with --yes when there is nobody to ask.");
            }

            CoverTraffic traffic = new(session.Service, session.Private, terminal.Time)
            {
                Progress = terminal.Interactive ? new CoverReport(terminal) : null,
            };
            CoverResult result = await traffic.RunAsync(plan, cancelled);
            terminal.Write(
                parsed.GetValue(options.Json), result,
                $"{result.Payments} payments for {Format(result.Spent)}; {result.Skipped} times there was nothing to do, {result.Failed} payments failed.{(result.IsBudgetSpent ? " The budget does not cover another." : string.Empty)}");
            return ExitCode.Ok;
        });
        foreach (Option option in new Option[] { perHour, busy, budget, most, yes })
        {
            command.Add(option);
        }

        return command;
    }

    private static string Describe(CoverPlan plan, ulong fee) => string.Create(
        CultureInfo.InvariantCulture,
        $"A payment costs {Format(fee)}; {plan.PerHour} an hour are {Format((ulong)Math.Min(plan.PerHour * 24 * fee, ulong.MaxValue / 2))} a day at most, and it stops at {Format(plan.Budget)}. While the pool has {plan.BusyPerSecond} payments a second or more, it pays nothing. Other commands cannot use this wallet meanwhile.");

    private static string Format(ulong amount) => Amounts.Format(amount, AssetId.Kmcc);

    private sealed class CoverReport(Terminal terminal) : IProgress<CoverResult>
    {
        public void Report(CoverResult value) => terminal.Error.WriteLine($"{value.Payments} payments, {Format(value.Spent)} so far.");
    }
}
