using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Komandor.Node.Configuration;

/// <summary>Reads the settings: <c>appsettings.json</c>, then the environment's <c>KOMANDOR__…</c>, then the command line; the later wins.</summary>
public sealed class NodeConfiguration
{
    /// <summary>What names of the environment start with; two underscores stand between a section and its setting.</summary>
    public const string EnvironmentPrefix = "KOMANDOR__";

    private NodeConfiguration(NodeOptions options, IReadOnlyList<SettingOrigin> origins)
    {
        Options = options;
        Origins = origins;
    }

    /// <summary>The settings; valid.</summary>
    public NodeOptions Options { get; }

    /// <summary>Every setting with its origin, by name.</summary>
    public IReadOnlyList<SettingOrigin> Origins { get; }

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="settingsFile">A JSON file; it may be missing.</param>
    /// <param name="arguments"><c>--Name value</c> or <c>--Section:Name=value</c>.</param>
    /// <exception cref="ConfigurationException">A setting is wrong or unknown; the message lists all mistakes.</exception>
    public static NodeConfiguration Load(string settingsFile, IReadOnlyList<string> arguments)
    {
        try
        {
            IConfigurationRoot root = new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(settingsFile), optional: true, reloadOnChange: false)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddCommandLine([.. arguments])
                .Build();
            NodeOptions options = root.Get<NodeOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new NodeOptions();
            IReadOnlyList<string> mistakes = options.Validate();
            return mistakes.Count == 0
                ? new NodeConfiguration(options, OriginsOf(root, options))
                : throw new ConfigurationException(string.Join(Environment.NewLine, mistakes));
        }
        catch (Exception mistake) when (mistake is InvalidOperationException or InvalidDataException or FormatException)
        {
            throw new ConfigurationException($"{mistake.Message} {mistake.InnerException?.Message}".TrimEnd(), mistake);
        }
    }

    private static List<SettingOrigin> OriginsOf(IConfigurationRoot root, NodeOptions options)
    {
        List<SettingOrigin> origins = [];
        Collect(JsonSerializer.SerializeToNode(options)!, "", root, origins);
        return origins;
    }

    private static void Collect(JsonNode? node, string name, IConfigurationRoot root, List<SettingOrigin> origins)
    {
        if (node is JsonObject section)
        {
            foreach ((string key, JsonNode? value) in section)
            {
                Collect(value, name.Length == 0 ? key : $"{name}:{key}", root, origins);
            }

            return;
        }

        string text = node switch
        {
            JsonArray list => string.Join(", ", list.Select(item => item?.ToString())),
            null => "",
            _ => node.ToString(),
        };
        origins.Add(new SettingOrigin(name, text, OriginOf(root, name)));
    }

    private static string OriginOf(IConfigurationRoot root, string name)
    {
        foreach (IConfigurationProvider provider in root.Providers.Reverse())
        {
            if (provider.TryGet(name, out _) || provider.GetChildKeys([], name).Any())
            {
                return provider switch
                {
                    JsonConfigurationProvider => "appsettings.json",
                    EnvironmentVariablesConfigurationProvider => "environment",
                    CommandLineConfigurationProvider => "command line",
                    _ => provider.GetType().Name,
                };
            }
        }

        return "default";
    }
}
