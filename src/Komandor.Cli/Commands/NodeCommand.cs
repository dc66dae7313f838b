using System.CommandLine;
using System.Runtime.InteropServices;
using Komandor.Cli.Console;
using Komandor.Cryptography;
using Komandor.Node.Configuration;
using Komandor.Node.Hosting;
using Komandor.Web.Explorer;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor node</c>: makes a member's identity, runs a member, and shows its settings with their origins.</summary>
internal static class NodeCommand
{
    internal static Command Create(Terminal terminal) => new("node", "Run a member of a network.")
    {
        Init(terminal),
        Run(terminal),
    };

    /// <summary><c>komandor config show</c>.</summary>
    internal static Command CreateConfiguration(Terminal terminal) => new("config", "The settings of a node.") { Configuration(terminal) };

    private static Command Init(Terminal terminal)
    {
        Option<string> data = new("--data") { Description = "The folder that the node keeps its data in.", HelpName = "DIR", DefaultValueFactory = _ => "data" };
        Option<bool> json = Json();
        Command command = new("init", "Make a member's identity, and show the public key that a genesis file names.") { data, json };
        command.SetAction((parsed, _) => CommandRunner.RunAsync(terminal, parsed.GetValue(json), () =>
        {
            string folder = parsed.GetRequiredValue(data);
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, "identity.json");
            using SigningKey key = IdentityFile.Create(path, IdentityFile.Passphrase());
            terminal.Write(
                parsed.GetValue(json),
                new { identity = path, key = key.PublicKey },
                $"The identity is in {path}. Guard it: whoever has it speaks for this member.",
                $"Its public key is {key.PublicKey}");
            return Task.FromResult(ExitCode.Ok);
        }));
        return command;
    }

    private static Command Run(Terminal terminal)
    {
        SettingsOptions settings = new();
        Command command = new("run", "Run a member until Ctrl-C or SIGTERM.");
        settings.AddTo(command);
        command.SetAction((parsed, cancelled) => CommandRunner.RunAsync(terminal, false, async () =>
        {
            NodeOptions options = settings.Read(parsed).Options;
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
            using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
            NodeHost host = new(options, terminal.Time, services => services.AddExplorer(), application => application.MapExplorer());
            await host.RunAsync(stop.Token);
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Configuration(Terminal terminal)
    {
        SettingsOptions settings = new();
        Option<bool> origins = new("--origins") { Description = "Show also where each value came from." };
        Option<bool> json = Json();
        Command command = new("show", "Show every setting and its value.") { origins, json };
        settings.AddTo(command);
        command.SetAction((parsed, _) => CommandRunner.RunAsync(terminal, parsed.GetValue(json), () =>
        {
            IReadOnlyList<SettingOrigin> values = settings.Read(parsed).Origins;
            bool withOrigins = parsed.GetValue(origins);
            terminal.Write(
                parsed.GetValue(json), values, values.Select(value => $"{value.Name,-32} {value.Value,-40} {(withOrigins ? value.Origin : string.Empty)}".TrimEnd()));
            return Task.FromResult(ExitCode.Ok);
        }));
        return command;
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }

    private static Option<bool> Json() => new("--json") { Description = "Write the result as one line of JSON." };
}
