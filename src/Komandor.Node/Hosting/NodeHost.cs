using Komandor.Api;
using Komandor.Consensus;
using Komandor.Cryptography;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Network;
using Komandor.Node.Api;
using Komandor.Node.Configuration;
using Komandor.Node.Runtime;
using Komandor.Node.Storage;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Indexes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Komandor.Node.Hosting;

/// <summary>Joins a member's parts and runs them in one process: store, links, machines, index, API.</summary>
/// <param name="options">The settings; valid.</param>
/// <param name="time">The clock.</param>
/// <param name="addPages">Registers what pages need that are served beside the API; they read through <see cref="INodeApi"/>.</param>
/// <param name="mapPages">Maps these pages.</param>
public sealed class NodeHost(NodeOptions options, TimeProvider time, Action<IServiceCollection> addPages, Action<WebApplication> mapPages)
{
    private const int DatabaseSizeAgeMs = 5_000;

    private long _databaseSizeReadAt;
    private long _databaseSizeBytes;

    /// <summary>Runs until cancelled, then stops in order; a part that fails stops the others and throws.</summary>
    /// <exception cref="ConfigurationException">A file that the settings name is missing or wrong.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.DataFolder);
        (Genesis genesis, byte[] genesisJson) = ReadGenesis(options.GenesisFile);
        using SigningKey key = IdentityFile.Read(options.IdentityFile, IdentityFile.Passphrase());
        MemberId self = SelfIn(genesis, key);
        ChainContext chain = new(genesis);
        WebApplicationBuilder builder = NodeServer.CreateBuilder(options.Api);
        AddLogging(builder);
        addPages(builder.Services);

        using RocksKeyValueStore store = new(Path.Combine(options.DataFolder, "store"));
        FolderStateFiles files = new(Path.Combine(options.DataFolder, "state"));
        using BlockIndex index = new(Path.Combine(options.DataFolder, "index.sqlite"), genesis.ChainId, options.IndexCacheSizeBytes);
        using ILoggerFactory logs = CreateLogs();
        await using PeerHub peers = new(
            new NodeIdentity(self, key), new LinkScope(genesis.ChainId, genesis.Shard), LinksOf(options), time, logs.CreateLogger<PeerHub>());
        int workers = options.VerifierWorkers > 0 ? options.VerifierWorkers : Environment.ProcessorCount;
        MemberRuntime member = new(
            SettingsOf(options, self), chain, key, store, files, peers, new ForkJoin(workers), time, logs.CreateLogger<MemberRuntime>());
        member.WriteGenesis();
        LedgerBlocks blocks = new(new BlockStore(store), member.History, genesis.Roster, options.HistoryBlocks > 0);
        BlockArchive archive = new(blocks, genesis, blocks.Block(0)!.Header);
        NodeObserver observer = new(member, peers, self, genesis.Roster, time);
        DiskSpace disk = new(options.DataFolder, options.DiskLowWaterSizeBytes, time);
        using NodeMetrics metrics = new(observer, disk);
        TransactionWaiters waiters = new(options.Api.MaximumWaiters, options.Api.MaximumWaitersPerAddress);
        FinalityStatistics statistics = new(time);
        TransactionDesk desk = new(member, blocks, blocks.FinalHeight, waiters, statistics, metrics, time);
        NodeReadiness readiness = new(observer, disk, index.Reader);
        SubmissionVerifier verifier = new(
            new TransactionVerifier(genesis.ChainId, genesis.Shard), options.Api.MaximumUnverified, member.Foresee);
        FinalBlockFeed feed = new();
        NodeApi api = new(new NodeApiParts(
            new ChainFacts(genesis, genesisJson, index.Reader, member.StateAt), index.Reader, archive, member.StateAt, desk, verifier, waiters, feed,
            observer, readiness, statistics, disk, metrics, DatabaseSizeBytes)
        {
            Objects = options.StateIndex ? new ObjectIndex(store) : null,
        });
        builder.Services.AddSingleton<INodeApi>(api);
        builder.Services.AddSingleton<IReadinessSource>(readiness);
        builder.Services.AddSingleton(time);

        IndexLoop indexing = new(index, archive, block =>
        {
            desk.OnIndexed(block);
            feed.Publish(ChainMethods.Summary(index.Reader.Block(block.Height)!));
        });
        member.BlockBecameFinal += _ => indexing.Notify();

        // On a network at rest no block becomes final that would tell of the fetched ones.
        member.OldBlocksArrived += indexing.Notify;

        await using WebApplication application = builder.Build();
        application.MapNodeServer();
        mapPages(application);
        await application.StartAsync(cancellationToken);
        peers.UpdateMembers(ExpectedMembers(genesis.Roster, options.Peers));
        peers.Start();
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts = [member.RunAsync(ending.Token), indexing.RunAsync(ending.Token), verifier.RunAsync(ending.Token), WatchInputAsync(ending.Token)];
        try
        {
            await await Task.WhenAny(parts);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            observer.IsStopping = true;
            await ending.CancelAsync();
            feed.End();
            await application.StopAsync(CancellationToken.None);
            await peers.StopAsync(CancellationToken.None);
            await Task.WhenAll(parts.Select(part => part.ContinueWith(
                static ended => ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)));
        }

        foreach (Task part in parts.Where(part => part.IsFaulted))
        {
            await part;
        }
    }

    private static (Genesis Genesis, byte[] Json) ReadGenesis(string path)
    {
        if (!File.Exists(path))
        {
            throw new ConfigurationException($"There is no genesis at {path}. Get it from the network that the node joins, and name it with GenesisFile.");
        }

        byte[] json = File.ReadAllBytes(path);
        return Genesis.TryParse(json, out Genesis? genesis, out GenesisFault fault)
            ? (genesis, json)
            : throw new ConfigurationException($"The file at {path} is no genesis: {fault}.");
    }

    private static MemberId SelfIn(Genesis genesis, SigningKey key)
    {
        foreach (RosterMember member in genesis.Roster.Members)
        {
            if (member.Key == key.PublicKey)
            {
                return member.Id;
            }
        }

        throw new ConfigurationException("The node's identity is in no roster of its genesis: it cannot be a member of this network.");
    }

    private static ReplicaSettings SettingsOf(NodeOptions options, MemberId self) => new()
    {
        Self = self,
        HistoryBlocks = options.HistoryBlocks,
        KeepsIndexes = options.StateIndex,
        SegmentSizeBytes = options.Development.SegmentSizeBytes,
        Consensus = new ConsensusSettings { ExpiredRounds = options.ExpiredRounds },
    };

    private static LinkOptions LinksOf(NodeOptions options) => new()
    {
        Listen = new System.Net.IPEndPoint(System.Net.IPAddress.Parse(options.NetworkHost), options.NetworkPort),
    };

    private static List<ExpectedMember> ExpectedMembers(Roster roster, IReadOnlyList<string> peers)
    {
        Dictionary<MemberId, System.Net.EndPoint> addresses = [];
        foreach (string peer in peers)
        {
            // Validated: MEMBER@HOST:PORT.
            int at = peer.IndexOf('@', StringComparison.Ordinal);
            int colon = peer.LastIndexOf(':');
            string host = peer[(at + 1)..colon];
            int port = int.Parse(peer[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            addresses[new MemberId(uint.Parse(peer[..at], System.Globalization.CultureInfo.InvariantCulture))] =
                System.Net.IPAddress.TryParse(host, out System.Net.IPAddress? ip) ? new System.Net.IPEndPoint(ip, port) : new System.Net.DnsEndPoint(host, port);
        }

        return [.. roster.Members.Select(member => new ExpectedMember(member.Id, member.Key, addresses.GetValueOrDefault(member.Id)))];
    }

    private void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        Configure(builder.Logging);
    }

    private ILoggerFactory CreateLogs() => LoggerFactory.Create(Configure);

    private void Configure(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        if (options.LogJson)
        {
            logging.AddJsonConsole(console => console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ");
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            });
        }
    }

    // Ends when standard input does, so that a node never outlives whoever started it.
    private async Task WatchInputAsync(CancellationToken cancellationToken)
    {
        if (!options.StopWithInput)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            return;
        }

        Stream input = Console.OpenStandardInput();
        byte[] buffer = new byte[64];

        // The console's stream does not honour a cancellation; the process ends with the read still waiting.
        while (await input.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(cancellationToken) > 0)
        {
        }
    }

    private long DatabaseSizeBytes()
    {
        long now = Environment.TickCount64;
        if (now - Volatile.Read(ref _databaseSizeReadAt) > DatabaseSizeAgeMs || _databaseSizeReadAt == 0)
        {
            long sum = 0;
            foreach (FileInfo file in new DirectoryInfo(options.DataFolder).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                sum += file.Exists ? file.Length : 0;
            }

            Volatile.Write(ref _databaseSizeBytes, sum);
            Volatile.Write(ref _databaseSizeReadAt, now);
        }

        return Volatile.Read(ref _databaseSizeBytes);
    }
}
