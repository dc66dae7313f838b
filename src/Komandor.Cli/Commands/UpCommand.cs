using System.CommandLine;
using System.Runtime.InteropServices;
using Komandor.Cli.Console;
using Komandor.Cli.Development;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor up</c>: a whole network on this machine, each member a process of its own.</summary>
internal static class UpCommand
{
    internal static Command Create(Terminal terminal)
    {
        Option<int> members = new("--members") { Description = "How many members, 1 to 16.", DefaultValueFactory = _ => 4 };
        Option<string> data = new("--data")
        {
            Description = "The network's folder; a second start goes on from what it holds.",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".komandor", "development"),
        };
        Option<int> port = new("--port") { Description = "The first member's port; the others and the wallet follow it.", DefaultValueFactory = _ => 7100 };
        Option<string[]> set = new("--set")
        {
            Description = "A setting of every node, such as ExpiredRounds=200; may be repeated.",
            HelpName = "NAME=VALUE",
            DefaultValueFactory = _ => [],
        };
        Option<bool> json = new("--json") { Description = "Write one line of JSON when the network is ready." };
        Command command = new("up", "Run a network on this machine, with a wallet and an explorer, until Ctrl-C.") { members, data, port, set, json };
        command.SetAction((parsed, cancelled) => CommandRunner.RunAsync(terminal, parsed.GetValue(json), async () =>
        {
            if (parsed.GetValue(members) is < 1 or > 16)
            {
                throw new UsageException("--members goes from 1 to 16.");
            }

            if (parsed.GetValue(port) is < 1024 or > 65_000)
            {
                throw new UsageException("--port goes from 1024 to 65000.");
            }

            DevelopmentPlan plan = new(
                Path.GetFullPath(parsed.GetRequiredValue(data)), parsed.GetValue(members), parsed.GetValue(port), parsed.GetValue(set) ?? []);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
            using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
            await new DevelopmentNetwork(plan, terminal, parsed.GetValue(json)).RunAsync(stop.Token);
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
