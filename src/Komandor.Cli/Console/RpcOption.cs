using System.CommandLine;
using Komandor.Client;

namespace Komandor.Cli.Console;

/// <summary>The option <c>--rpc</c>: one node or more, separated by commas.</summary>
internal static class RpcOption
{
    internal static Option<string> Create() => new("--rpc")
    {
        Description = "The node's address; several, separated by commas, are tried in turn.",
        HelpName = "URL[,URL...]",
        DefaultValueFactory = _ => "http://127.0.0.1:7100",
    };

    /// <summary>The addresses in the option's value.</summary>
    /// <exception cref="UsageException">There is none, or one is no address.</exception>
    internal static IReadOnlyList<Uri> Read(string value)
    {
        List<Uri> endpoints = [];
        foreach (string part in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(part, UriKind.Absolute, out Uri? endpoint) || endpoint.Scheme is not ("http" or "https"))
            {
                throw new UsageException($"{part} is no address of a node. Write one such as http://127.0.0.1:7100.");
            }

            endpoints.Add(endpoint);
        }

        return endpoints.Count > 0 ? endpoints : throw new UsageException("Name a node's address with --rpc.");
    }

    /// <summary>A client of the nodes in the option's value.</summary>
    internal static NodeClient Connect(string value) => new(new NodeClientOptions(Read(value)));
}
