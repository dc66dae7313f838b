using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Node.Configuration;

namespace Komandor.Cli.Commands;

/// <summary>The options by which a node's settings are given on a command line.</summary>
internal sealed class SettingsOptions
{
    private readonly Option<string> _file = new("--settings")
    {
        Description = "A JSON file of settings.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "appsettings.json",
    };

    private readonly Option<string?> _data = new("--data") { Description = "The folder that the node keeps its data in.", HelpName = "DIR" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A setting, such as Api:Port=7101; may be repeated. `komandor config show` lists them.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds them to a command.</summary>
    internal void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_data);
        command.Add(_set);
    }

    /// <summary>The settings that the line leads to.</summary>
    /// <exception cref="UsageException">One is wrong.</exception>
    internal NodeConfiguration Read(ParseResult parsed)
    {
        List<string> arguments = [];
        if (parsed.GetValue(_data) is string folder)
        {
            arguments.Add($"--{nameof(NodeOptions.DataFolder)}={folder}");
            string identity = Path.Combine(folder, "identity.json");
            if (File.Exists(identity))
            {
                arguments.Add($"--{nameof(NodeOptions.IdentityFile)}={identity}");
            }
        }

        foreach (string setting in parsed.GetValue(_set) ?? [])
        {
            if (setting.IndexOf('=', StringComparison.Ordinal) <= 0)
            {
                throw new UsageException($"{setting} is no setting. Write NAME=VALUE.");
            }

            arguments.Add("--" + setting);
        }

        try
        {
            return NodeConfiguration.Load(parsed.GetRequiredValue(_file), arguments);
        }
        catch (ConfigurationException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }
}
