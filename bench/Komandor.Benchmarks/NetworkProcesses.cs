using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Komandor.Cryptography;
using Komandor.Node.Configuration;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>A network that <c>komandor up</c> runs in a temporary folder, each member a process of its own.</summary>
internal sealed class NetworkProcesses : IDisposable
{
    private const int Members = 4;
    private const int Port = 17_300;
    private const double TicksPerSecond = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("komandor-network-").FullName;
    private readonly List<int> _nodes = [];
    private Process? _up;

    /// <summary>The members' APIs.</summary>
    internal IReadOnlyList<Uri> Endpoints { get; } =
        [.. Enumerable.Range(0, Members).Select(member => new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port + member}")))];

    /// <summary>Makes the members' identities.</summary>
    internal IReadOnlyList<PublicKey> MakeIdentities()
    {
        List<PublicKey> keys = [];
        for (int member = 1; member <= Members; member++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"member-{member}"))).FullName;
            using SigningKey key = IdentityFile.Create(Path.Combine(folder, "identity.json"));
            keys.Add(key.PublicKey);
        }

        return keys;
    }

    /// <summary>Starts the network from <paramref name="genesis"/> and returns once it is ready.</summary>
    /// <param name="genesis">The genesis file of the members that were made.</param>
    /// <param name="executable">The published <c>komandor</c>.</param>
    internal void Start(byte[] genesis, string executable)
    {
        File.WriteAllBytes(Path.Combine(_folder, "genesis.json"), genesis);
        ProcessStartInfo start = new(executable) { RedirectStandardOutput = true };
        foreach (string argument in (string[])["up", "--json", "--data", _folder, "--port", Port.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        _up = Process.Start(start)!;
        string line = _up.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The network did not start.");
        Invariant.Require(JsonDocument.Parse(line).RootElement.GetProperty("ready").GetBoolean());
        FindNodes();
    }

    /// <summary>Seconds of processor time that the members' processes took so far.</summary>
    internal double CpuSeconds() => _nodes.Sum(CpuSecondsOf);

    /// <summary>The same, of one member's process; they count from 1.</summary>
    internal double CpuSeconds(int member) => CpuSecondsOf(_nodes[member - 1]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_up is not null)
        {
            // As Ctrl-C: it ends the members in order.
            using Process kill = Process.Start("kill", ["-INT", _up.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            if (!_up.WaitForExit(TimeSpan.FromSeconds(30)))
            {
                // Whoever was started in the background may ignore the signal; the ports are the next run's.
                _up.Kill(entireProcessTree: true);
                _up.WaitForExit();
            }

            _up.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static double CpuSecondsOf(int node)
    {
        // The name, in brackets, may hold blanks; the fields after it count from the third.
        string stat = File.ReadAllText($"/proc/{node}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private void FindNodes()
    {
        SortedDictionary<string, int> found = new(StringComparer.Ordinal);
        foreach (string process in Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                string[] arguments = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
                int data = Array.IndexOf(arguments, "--data");
                if (arguments.Contains("node") && data >= 0 && arguments[data + 1].StartsWith(_folder, StringComparison.Ordinal))
                {
                    found[arguments[data + 1]] = int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        Invariant.Require(found.Count == Members);
        _nodes.AddRange(found.Values);
    }
}
