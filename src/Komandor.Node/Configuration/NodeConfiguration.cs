using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Komandor.Node.Configuration;

/// <summary>Reads a node's options from their sources, and tells where each value came from.</summary>
public static class NodeConfiguration
{
    private const string EnvironmentPrefix = "KOMANDOR__";

    /// <summary>Reads and validates the options.</summary>
    /// <param name="settingsFile">The JSON file; it need not exist.</param>
    /// <param name="commandLine">Names and values from the command line; they win.</param>
    /// <exception cref="ValidationException">A value is wrong or unknown.</exception>
    public static NodeOptions Read(string settingsFile, IReadOnlyDictionary<string, string?> commandLine)
    {
        IConfigurationRoot root = Build(settingsFile, commandLine);
        NodeOptions options;
        try
        {
            options = root.Get<NodeOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new NodeOptions();
        }
        catch (InvalidOperationException wrong)
        {
            throw new ValidationException($"The node's settings are wrong: {wrong.InnerException?.Message ?? wrong.Message}");
        }

        options.Validate();
        return options;
    }

    /// <summary>Each option with its value and where that came from.</summary>
    public static IReadOnlyList<ConfiguredValue> Origins(string settingsFile, IReadOnlyDictionary<string, string?> commandLine)
    {
        IConfigurationRoot root = Build(settingsFile, commandLine);
        NodeOptions defaults = new();
        List<ConfiguredValue> values = [];
        foreach (System.Reflection.PropertyInfo property in typeof(NodeOptions).GetProperties().Where(property => property.CanWrite))
        {
            string name = property.Name;
            string origin = "default";
            string? value = Convert.ToString(property.GetValue(defaults), System.Globalization.CultureInfo.InvariantCulture);
            int index = 0;
            foreach (IConfigurationProvider provider in root.Providers)
            {
                if (provider.TryGet(name, out string? given))
                {
                    value = given;
                    origin = index switch { 0 => settingsFile, 1 => "environment " + EnvironmentPrefix + name, _ => "command line" };
                }

                index++;
            }

            values.Add(new ConfiguredValue(name, value ?? string.Empty, origin));
        }

        return values;
    }

    private static IConfigurationRoot Build(string settingsFile, IReadOnlyDictionary<string, string?> commandLine) => new ConfigurationBuilder()
        .AddJsonFile(Path.GetFullPath(settingsFile), optional: true)
        .AddEnvironmentVariables(EnvironmentPrefix)
        .AddInMemoryCollection(commandLine)
        .Build();
}
