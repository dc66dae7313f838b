using Komandor.Network;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Archive;
using Komandor.Replica.Messages;

namespace Komandor.Fuzzing;

/// <summary>What members say to each other.</summary>
internal static class NetworkTargets
{
    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } = [Message(), Binding(), Hello()];

    private static FuzzTarget Message()
    {
        GossipPosition position = new(true, 300, 274, 10, 17);
        CertifiedHeaderMessage header = new(new byte[7], new byte[9]);
        GossipMessage[] samples =
        [
            new EventsMessage([new byte[3], new byte[5]]),
            new SyncMessage(7, position, [default, default]),
            new SyncDoneMessage(7, position, true, new byte[2]),
            new GetHeaderMessage(),
            header,
            new GetSnapshotMessage(300),
            new SnapshotOfferMessage(header, new byte[4], new byte[5], new byte[6], new byte[7]),
            new GetChunkMessage(300, new LedgerPlace(true, default)),
            new ChunkMessage(300, default, new byte[6]),
            new GetBlocksMessage(300, 64),
            new BlocksMessage(300, [new byte[8], new byte[9]]),
            new GetBlockPartMessage(300, 1 << 20),
            new BlockPartMessage(300, 1 << 22, 1 << 20, new byte[9]),
            new GetPieceMessage(300, 3),
            new PieceMessage(300, 3, new PiecePart(7, new Hash256[2], new byte[9])),
            new PieceMessage(300, 3, PiecePart.None),
        ];
        return new FuzzTarget("gossip message", [.. samples.Select(MessageCodec.Encode)], bytes =>
            MessageCodec.TryDecode(bytes, out GossipMessage? value, out _) ? MessageCodec.Encode(value) : null);
    }

    private static FuzzTarget Binding()
    {
        LinkBinding sample = new()
        {
            Version = LinkBinding.CurrentVersion,
            Scope = new LinkScope(default, default),
            Member = new MemberId(2),
            Key = default,
            Certificate = default,
            NotBefore = new Timestamp(1),
            NotAfter = new Timestamp(2),
        };
        return new FuzzTarget("link binding", [sample.Encode()], bytes =>
            LinkBinding.TryDecode(bytes, out LinkBinding? value, out _) ? value.Encode() : null);
    }

    private static FuzzTarget Hello() => new("hello", [new Hello(1, 3, "komandor ü").Encode()], bytes =>
        Network.Hello.TryDecode(bytes, out Hello? value, out _) ? value.Encode() : null);
}
