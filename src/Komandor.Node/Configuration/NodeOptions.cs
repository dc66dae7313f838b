namespace Komandor.Node.Configuration;

/// <summary>All settings of a node. docs/operations.md explains them.</summary>
public sealed record NodeOptions
{
    // Who restarts, or learned a certified state, begins at a saved round. It lies up to 64 rounds (a block at rest) before the last executed
    // one, which may lag 64 rounds behind the last decided one, and it needs the events of the 26 rounds before it.
    private const int LeastExpiredRounds = 26 + (2 * 64) + 6;

    /// <summary>Where the node keeps everything; made when it is missing.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>The genesis, as JSON.</summary>
    public string GenesisFile { get; init; } = "genesis.json";

    /// <summary>The node's key; made by <c>komandor node init</c>.</summary>
    public string IdentityFile { get; init; } = "identity.json";

    /// <summary>The address on which other members connect.</summary>
    public string NetworkHost { get; init; } = "0.0.0.0";

    /// <summary>The port on which other members connect.</summary>
    public int NetworkPort { get; init; } = 7200;

    /// <summary>The other members: <c>MEMBER@HOST:PORT</c> each.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>Below this much free disk, in bytes, the node takes no new work.</summary>
    public long DiskLowWaterSizeBytes { get; init; } = 1L << 30;

    /// <summary>The most memory of the read models' page cache in bytes.</summary>
    public long IndexCacheSizeBytes { get; init; } = 64 << 20;

    /// <summary>Threads that verify; 0 takes one for each core.</summary>
    public int VerifierWorkers { get; init; }

    /// <summary>How many rounds old an ancient event is when it is forgotten; a member that was away longer learns a certified state.</summary>
    public int ExpiredRounds { get; init; } = 1000;

    /// <summary>How many newest blocks are kept whole; of older history the node keeps its piece. 0 keeps all whole.</summary>
    public int HistoryBlocks { get; init; }

    /// <summary>Whether the node keeps an index of its state by lock, which <c>address_prove</c> reads.</summary>
    public bool StateIndex { get; init; }

    /// <summary>Whether the node stops when its standard input ends: it then never outlives whoever started it.</summary>
    public bool StopWithInput { get; init; }

    /// <summary>Whether logs are JSON, one object a line.</summary>
    public bool LogJson { get; init; }

    /// <summary>The API.</summary>
    public ApiServerOptions Api { get; init; } = new();

    /// <summary>Numbers of a network of one's own.</summary>
    public DevelopmentOptions Development { get; init; } = new();

    /// <summary>Says what is wrong, each with the setting's name and what it takes; empty when all is right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> mistakes = [];
        Check(mistakes, DataFolder.Length > 0, nameof(DataFolder), "names a folder");
        Check(mistakes, GenesisFile.Length > 0, nameof(GenesisFile), "names a file");
        Check(mistakes, IdentityFile.Length > 0, nameof(IdentityFile), "names a file");
        Check(mistakes, System.Net.IPAddress.TryParse(NetworkHost, out _), nameof(NetworkHost), "is an IP address, such as 0.0.0.0");
        Check(mistakes, NetworkPort is >= 0 and <= 65535, nameof(NetworkPort), "is a port, 0 to 65535");
        foreach (string peer in Peers)
        {
            Check(mistakes, IsPeer(peer), nameof(Peers), $"holds MEMBER@HOST:PORT, such as 2@10.0.0.5:7200; {peer} is not");
        }

        Check(mistakes, DiskLowWaterSizeBytes >= 0, nameof(DiskLowWaterSizeBytes), "is a number of bytes, 0 or more");
        Check(mistakes, IndexCacheSizeBytes is >= 1 << 20 and <= 1L << 36, nameof(IndexCacheSizeBytes), "is a number of bytes from 1 MiB to 64 GiB");
        Check(mistakes, ExpiredRounds is >= LeastExpiredRounds and <= 1_000_000, nameof(ExpiredRounds), $"is a number of rounds from {LeastExpiredRounds} to 1000000");
        Check(mistakes, HistoryBlocks == 0 || HistoryBlocks >= Development.LeastHistoryBlocks, nameof(HistoryBlocks), $"is a number of blocks, {Development.LeastHistoryBlocks} or more, or 0 to keep all");
        Check(mistakes, VerifierWorkers is >= 0 and <= 1024, nameof(VerifierWorkers), "is a number of threads, 0 for one a core");
        Api.Validate(mistakes);
        Development.Validate(mistakes);
        return mistakes;
    }

    internal static void Check(List<string> mistakes, bool right, string setting, string rule)
    {
        if (!right)
        {
            mistakes.Add($"{setting} {rule}.");
        }
    }

    private static bool IsPeer(string peer)
    {
        int at = peer.IndexOf('@', StringComparison.Ordinal);
        int colon = peer.LastIndexOf(':');
        return at > 0 && colon > at + 1 && uint.TryParse(peer.AsSpan(0, at), out _) && ushort.TryParse(peer.AsSpan(colon + 1), out ushort port) && port > 0;
    }
}
