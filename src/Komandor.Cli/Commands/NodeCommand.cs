using System.CommandLine;
using System.ComponentModel.DataAnnotations;
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
        Configuration(terminal),
    };

    private static Command Init(Terminal terminal)
    {
        Option<string> data = Data();
        Option<bool> json = Json();
        Command command = new("init", "Make a member's identity, and show the public key that a genesis file names.") { data, json };
        command.SetAction((parsed, _) => CommandRunner.RunAsync(terminal, parsed.GetValue(json), () =>
        {
            NodeOptions options = new() { DataFolder = parsed.GetRequiredValue(data) };
            Directory.CreateDirectory(options.DataFolder);
            using SigningKey key = IdentityFile.Create(options.IdentityPath);
            terminal.Write(
                parsed.GetValue(json),
                new { identity = options.IdentityPath, key = key.PublicKey },
                $"The identity is in {options.IdentityPath}. Guard it: whoever has it speaks for this member.",
                $"Its public key is {key.PublicKey}");
            return Task.FromResult(ExitCode.Ok);
        }));
        return command;
    }

    private static Command Run(Terminal terminal)
    {
        (Command command, Func<ParseResult, IReadOnlyDictionary<string, string?>> read, Option<string> settings) =
            WithSettings("run", "Run a member until Ctrl-C or SIGTERM.");
        Option<bool> json = new("--log-json") { Description = "Write the log as JSON, one object a line." };
        command.Add(json);
        command.SetAction((parsed, cancelled) => CommandRunner.RunAsync(terminal, parsed.GetValue(json), async () =>
        {
            Dictionary<string, string?> line = new(read(parsed)) { };
            if (parsed.GetValue(json))
            {
                line[nameof(NodeOptions.LogJson)] = "true";
            }

            NodeOptions options = ReadOptions(parsed.GetRequiredValue(settings), line);
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
        (Command command, Func<ParseResult, IReadOnlyDictionary<string, string?>> read, Option<string> settings) =
            WithSettings("config", "Show every setting, its value and where that came from.");
        Option<bool> json = Json();
        command.Add(json);
        command.SetAction((parsed, _) => CommandRunner.RunAsync(terminal, parsed.GetValue(json), () =>
        {
            IReadOnlyList<ConfiguredValue> values = NodeConfiguration.Origins(parsed.GetRequiredValue(settings), read(parsed));
            terminal.Write(parsed.GetValue(json), values, values.Select(value => $"{value.Name,-24} {value.Value,-40} {value.Origin}"));
            return Task.FromResult(ExitCode.Ok);
        }));
        return command;
    }

    private static NodeOptions ReadOptions(string settings, IReadOnlyDictionary<string, string?> line)
    {
        try
        {
            return NodeConfiguration.Read(settings, line);
        }
        catch (ValidationException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }

    private static (Command Command, Func<ParseResult, IReadOnlyDictionary<string, string?>> Read, Option<string> Settings) WithSettings(
        string name, string description)
    {
        Option<string> settings = new("--settings")
        {
            Description = "A JSON file of settings.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "appsettings.json",
        };
        Option<string?> data = new("--data") { Description = "The folder that the node keeps its data in.", HelpName = "DIR" };
        Option<string[]> set = new("--set")
        {
            Description = "A setting, such as Listen=127.0.0.1:7200; may be repeated. `komandor node config` lists them.",
            HelpName = "NAME=VALUE",
            DefaultValueFactory = _ => [],
        };
        Command command = new(name, description) { settings, data, set };
        return (command, parsed => ReadLine(parsed, data, set), settings);
    }

    private static Dictionary<string, string?> ReadLine(ParseResult parsed, Option<string?> data, Option<string[]> set)
    {
        Dictionary<string, string?> line = new(StringComparer.OrdinalIgnoreCase);
        if (parsed.GetValue(data) is string folder)
        {
            line[nameof(NodeOptions.DataFolder)] = folder;
        }

        foreach (string setting in parsed.GetValue(set) ?? [])
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"{setting} is no setting. Write NAME=VALUE.");
            }

            line[setting[..equals]] = setting[(equals + 1)..];
        }

        return line;
    }

    private static Option<string> Data() => new("--data") { Description = "The folder that the node keeps its data in.", HelpName = "DIR", Required = true };

    private static Option<bool> Json() => new("--json") { Description = "Write the result as one line of JSON." };
}
