using System.Globalization;

namespace Komandor.Cli.Development;

/// <summary>Which ports and folders a development network uses.</summary>
/// <param name="Folder">The network's folder.</param>
/// <param name="Members">How many members.</param>
/// <param name="Port">The first member's API; member i has this plus i, the wallet's pages plus 20, links plus 21 and on.</param>
/// <param name="Settings">Settings of every node, each NAME=VALUE.</param>
internal sealed record DevelopmentPlan(string Folder, int Members, int Port, IReadOnlyList<string> Settings)
{
    /// <summary>The genesis file that the members share.</summary>
    internal string GenesisFile => Path.Combine(Folder, "genesis.json");

    /// <summary>The wallet that the pages hold open: it has the first account.</summary>
    internal string PagesWalletFile => Path.Combine(Folder, "wallet-of-pages");

    /// <summary>A wallet for the command line: it has the second account.</summary>
    internal string WalletFile => Path.Combine(Folder, "wallet");

    /// <summary>The port of the wallet's pages.</summary>
    internal int WalletPort => Port + 20;

    /// <summary>A member's folder; members count from 1.</summary>
    internal string MemberFolder(int member) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"member-{member}"));

    /// <summary>A member's API.</summary>
    internal string Rpc(int member) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port + member - 1}");

    /// <summary>The port where a member's links arrive.</summary>
    internal int LinkPort(int member) => Port + 20 + member;

    /// <summary>The command line of a member's process.</summary>
    internal IReadOnlyList<string> Arguments(int member)
    {
        List<string> arguments =
        [
            "node", "run", "--data", MemberFolder(member), "--settings", Path.Combine(MemberFolder(member), "appsettings.json"),
            "--set", $"GenesisFile={GenesisFile}",
            "--set", "NetworkHost=127.0.0.1",
            "--set", string.Create(CultureInfo.InvariantCulture, $"NetworkPort={LinkPort(member)}"),
            "--set", string.Create(CultureInfo.InvariantCulture, $"Api:Port={Port + member - 1}"),
            "--set", "StopWithInput=true",
        ];
        int index = 0;
        foreach (int other in Enumerable.Range(1, Members).Where(other => other != member))
        {
            arguments.AddRange(["--set", string.Create(CultureInfo.InvariantCulture, $"Peers:{index++}={other}@127.0.0.1:{LinkPort(other)}")]);
        }

        foreach (string setting in Settings)
        {
            arguments.AddRange(["--set", setting]);
        }

        return arguments;
    }
}
