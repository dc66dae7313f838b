using Komandor.Replica.Archive;
using Komandor.Replica.Messages;
using Komandor.Testing;

namespace Komandor.Replica.Tests;

public sealed class MessageCodecTests
{
    [Fact]
    public void Encode_DocumentedMessages_GiveTheDocumentedBytes()
    {
        GossipPosition position = new(false, 10, 2, 1, 0);
        Dictionary<string, GossipMessage> messages = new()
        {
            ["GetHeader"] = new GetHeaderMessage(),
            ["GetSnapshot"] = new GetSnapshotMessage(300),
            ["GetBlocks"] = new GetBlocksMessage(7, 64),
            ["GetPiece"] = new GetPieceMessage(300, 3),
            ["Piece"] = new PieceMessage(5, 0, new PiecePart(7, default, new byte[] { 0xab, 0xcd })),
            ["SyncDone"] = new SyncDoneMessage(7, position, false, default),
        };
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("gossip.md", "gossip-message"))
        {
            byte[] bytes = MessageCodec.Encode(messages[vector["kind"]]);
            Assert.Equal(vector["bytes"], Convert.ToHexStringLower(bytes));
            Assert.True(MessageCodec.TryDecode(bytes, out GossipMessage? read, out _));
            Assert.Equal(bytes, MessageCodec.Encode(read));
        }
    }

    [Fact]
    public void TryDecode_DocumentedRefusals_GiveTheDocumentedFault()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("gossip.md", "gossip-message-refused"))
        {
            byte[] bytes = Convert.FromHexString(vector["bytes"]);
            Assert.False(MessageCodec.TryDecode(bytes, out GossipMessage? read, out MessageFault fault));
            Assert.Null(read);
            Assert.Equal(vector["fault"], fault.ToString());
        }
    }

    [Fact]
    public void TryDecode_LongerThanTheLimit_IsRefusedByRuleGS2()
    {
        Assert.False(MessageCodec.TryDecode(new byte[MessageLimits.MaxSizeBytes + 1], out _, out MessageFault fault));
        Assert.Equal(MessageFault.TooLarge, fault);
    }

    [Fact]
    public void TryDecode_AnyByteChanged_NeverThrowsAndReencodesAlike()
    {
        byte[] sync = MessageCodec.Encode(new SyncMessage(9, new GossipPosition(true, 300, 270, 2, 5), [default, default]));
        for (int index = 0; index < sync.Length; index++)
        {
            foreach (byte value in new byte[] { 0, 1, 0x7f, 0x80, 0xff })
            {
                byte[] changed = [.. sync];
                changed[index] = value;
                if (MessageCodec.TryDecode(changed, out GossipMessage? read, out _))
                {
                    Assert.Equal(changed, MessageCodec.Encode(read));
                }
            }
        }
    }
}
