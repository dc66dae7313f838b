using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using Komandor.Network;
using Komandor.Primitives;

namespace Komandor.Node.Configuration;

/// <summary>What a node is told. Sources, each over the one before: <c>appsettings.json</c>, the environment (<c>KOMANDOR__…</c>), the command line.</summary>
public sealed record NodeOptions
{
    /// <summary>The folder that holds all that the node keeps.</summary>
    public string DataFolder { get; init; } = string.Empty;

    /// <summary>The chain's genesis file; <c>genesis.json</c> in the data folder when empty.</summary>
    public string GenesisFile { get; init; } = string.Empty;

    /// <summary>The file of the member's key; <c>identity.key</c> in the data folder when empty.</summary>
    public string IdentityFile { get; init; } = string.Empty;

    /// <summary>Where other members reach it: an IP address and a port.</summary>
    public string Listen { get; init; } = "127.0.0.1:7200";

    /// <summary>The other members, each <c>id@host:port</c>, separated by commas.</summary>
    public string Peers { get; init; } = string.Empty;

    /// <summary>The address that the API listens on; only this machine by default.</summary>
    public string ApiHost { get; init; } = "127.0.0.1";

    /// <summary>The API's port; 0 lets the system choose.</summary>
    public int ApiPort { get; init; } = 7100;

    /// <summary>Below this much free space the node takes no new work, in MiB.</summary>
    public int DiskLowWaterMiB { get; init; } = 512;

    /// <summary>How many versions of the state are kept for proofs and for members that join.</summary>
    public int RetainedStateVersions { get; init; } = 128;

    /// <summary>How many rounds old an ancient event is when it is forgotten; members that were away longer learn a certified state.</summary>
    public int ExpiredRounds { get; init; } = 1000;

    /// <summary>Workers for verification and for clusters; 0 is one for each processor.</summary>
    public int Workers { get; init; }

    /// <summary>Whether the log is JSON, one object a line.</summary>
    public bool LogJson { get; init; }

    /// <summary>Whether the node stops when its standard input ends: it then never outlives whoever started it.</summary>
    public bool StopWithInput { get; init; }

    /// <summary>The genesis file's path.</summary>
    public string GenesisPath => GenesisFile.Length > 0 ? GenesisFile : Path.Combine(DataFolder, "genesis.json");

    /// <summary>The identity file's path.</summary>
    public string IdentityPath => IdentityFile.Length > 0 ? IdentityFile : Path.Combine(DataFolder, "identity.key");

    /// <summary>Where to listen for other members.</summary>
    public IPEndPoint ListenEndPoint => IPEndPoint.Parse(Listen);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ValidationException">One is wrong; the message names it and says what it takes.</exception>
    public void Validate()
    {
        Require(DataFolder.Length > 0, "DataFolder is empty: name the folder that the node keeps its data in, with --data.");
        Require(IPEndPoint.TryParse(Listen, out IPEndPoint? listen) && listen.Port > 0, $"Listen is {Listen}: write an IP address and a port, such as 127.0.0.1:7200.");
        Require(IPAddress.TryParse(ApiHost, out _), $"ApiHost is {ApiHost}: write an IP address, such as 127.0.0.1.");
        Require(ApiPort is >= 0 and <= 65_535, $"ApiPort is {ApiPort}: a port goes from 0 to 65535.");
        Require(DiskLowWaterMiB is >= 0 and <= 1 << 20, $"DiskLowWaterMiB is {DiskLowWaterMiB}: it goes from 0 to 1048576.");
        Require(RetainedStateVersions is >= 8 and <= 100_000, $"RetainedStateVersions is {RetainedStateVersions}: it goes from 8 to 100000.");
        Require(ExpiredRounds is >= 100 and <= 1_000_000, $"ExpiredRounds is {ExpiredRounds}: it goes from 100 to 1000000.");
        Require(Workers is >= 0 and <= 1024, $"Workers is {Workers}: it goes from 0 to 1024.");
        foreach (string peer in PeerTexts())
        {
            Require(TryReadPeer(peer, out _, out _), $"Peers holds {peer}: write id@host:port, such as 2@127.0.0.1:7202.");
        }
    }

    /// <summary>The members of <paramref name="roster"/>, with the addresses that are known.</summary>
    public IReadOnlyList<ExpectedMember> ExpectedMembers(Roster roster)
    {
        Dictionary<MemberId, EndPoint> addresses = [];
        foreach (string peer in PeerTexts())
        {
            if (TryReadPeer(peer, out MemberId id, out EndPoint? address))
            {
                addresses[id] = address!;
            }
        }

        return [.. roster.Members.Select(member => new ExpectedMember(member.Id, member.Key, addresses.GetValueOrDefault(member.Id)))];
    }

    private string[] PeerTexts() => Peers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool TryReadPeer(string text, out MemberId id, out EndPoint? address)
    {
        id = default;
        address = null;
        int at = text.IndexOf('@', StringComparison.Ordinal);
        int colon = text.LastIndexOf(':');
        if (at <= 0 || colon <= at + 1
            || !uint.TryParse(text[..at], NumberStyles.None, CultureInfo.InvariantCulture, out uint member)
            || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is 0 or > 65_535)
        {
            return false;
        }

        string host = text[(at + 1)..colon];
        id = new MemberId(member);
        address = IPAddress.TryParse(host, out IPAddress? ip) ? new IPEndPoint(ip, port) : new DnsEndPoint(host, port);
        return true;
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ValidationException(message);
        }
    }
}
