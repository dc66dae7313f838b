using System.Diagnostics;
using System.Globalization;
using System.Net;
using Komandor.Cryptography;
using Komandor.Network;
using Komandor.Primitives;
using Microsoft.Extensions.Logging.Abstractions;

namespace Komandor.Benchmarks;

/// <summary>One TLS link on loopback, one way. Both ends run in this process, since only the link is measured; processor time is that of both.</summary>
internal sealed class LinkBenchmark : IBenchmark
{
    private static readonly MemberId _sender = new(1);
    private static readonly MemberId _receiver = new(2);

    /// <inheritdoc/>
    public string Name => "link";

    /// <inheritdoc/>
    public string Summary => "one TLS link on loopback, both ends in this process: MB/s, messages/s, cpu-seconds a GB";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log) => RunAsync(log).GetAwaiter().GetResult();

    private static async Task<IReadOnlyList<Figure>> RunAsync(TextWriter log)
    {
        using SigningKey senderKey = new(Enumerable.Repeat((byte)1, SigningKey.SeedSizeBytes).ToArray());
        using SigningKey receiverKey = new(Enumerable.Repeat((byte)2, SigningKey.SeedSizeBytes).ToArray());
        await using PeerHub receiver = Hub(new NodeIdentity(_receiver, receiverKey), new IPEndPoint(IPAddress.Loopback, 0));
        receiver.UpdateMembers([new ExpectedMember(_sender, senderKey.PublicKey, null)]);
        receiver.Start();
        await using PeerHub sender = Hub(new NodeIdentity(_sender, senderKey), null);
        sender.UpdateMembers([new ExpectedMember(_receiver, receiverKey.PublicKey, receiver.ListeningAt)]);
        sender.Start();
        while (!sender.IsConnected(_receiver) || !receiver.IsConnected(_sender))
        {
            await Task.Delay(1).ConfigureAwait(false);
        }

        List<Figure> figures = [];
        foreach ((int sizeBytes, int messages) in new[] { (4096, 50_000), (100, 200_000), (4096, 500_000), (100, 5_000_000) })
        {
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{messages} messages of {sizeBytes} bytes"));
            long allocated = GC.GetTotalAllocatedBytes();
            TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
            Stopwatch watch = Stopwatch.StartNew();
            Task sending = Task.Run(() => SendAsync(sender, sizeBytes, messages));
            await Task.Run(() => ReceiveAsync(receiver, messages)).ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            double seconds = watch.Elapsed.TotalSeconds;
            double cpuSeconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
            double megabytes = (double)messages * sizeBytes / 1e6;
            if (figures.Count == 0 && messages < 500_000)
            {
                // The first two runs only warm up.
                continue;
            }

            figures.Add(new Figure($"throughput, {sizeBytes} B", megabytes / seconds, "MB/s"));
            figures.Add(new Figure($"messages, {sizeBytes} B", messages / seconds, "messages/s"));
            figures.Add(new Figure($"processor, both ends, {sizeBytes} B", cpuSeconds / megabytes * 1000, "cpu-s/GB"));
            figures.Add(new Figure($"allocated, both ends, {sizeBytes} B", (double)(GC.GetTotalAllocatedBytes() - allocated) / messages, "B/message"));
        }

        return figures;
    }

    private static async Task SendAsync(PeerHub hub, int sizeBytes, int messages)
    {
        byte[] payload = new byte[sizeBytes];
        for (int index = 0; index < messages; index++)
        {
            while (!hub.TrySend(_receiver, 16, payload))
            {
                await Task.Delay(1).ConfigureAwait(false);
            }
        }
    }

    private static async Task ReceiveAsync(PeerHub hub, int messages)
    {
        for (int index = 0; index < messages; index++)
        {
            using PeerMessage message = await hub.Inbound.ReadAsync().ConfigureAwait(false);
        }
    }

    private static PeerHub Hub(NodeIdentity identity, IPEndPoint? listen) => new(
        identity,
        new LinkScope(new ChainId(Hash256.Zero), new ShardId(0)),
        new LinkOptions { Listen = listen },
        TimeProvider.System,
        NullLogger<PeerHub>.Instance);
}
