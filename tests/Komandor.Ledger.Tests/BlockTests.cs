using CsCheck;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests;

public sealed class BlockTests
{
    private readonly TestChain _chain = new();

    [Fact]
    public void TryDecode_WhatWasWritten_GivesItBack()
    {
        Block block = Sample();
        Assert.True(Block.TryDecode(block.Encode(), out Block? again, out _));
        Assert.Equal(block.Header, again.Header);
        Assert.Equal(block.Receipts.AsEnumerable(), again.Receipts);
        Assert.Equal(block.Transactions.Select(one => one.WitnessId), again.Transactions.Select(one => one.WitnessId));
    }

    [Fact]
    public void TryDecode_EveryByteChanged_IsRefusedOrAnotherHeader()
    {
        Block block = Sample();
        byte[] encoded = block.Encode();
        for (int index = 0; index < encoded.Length; index++)
        {
            encoded[index] ^= 1;
            if (Block.TryDecode(encoded, out Block? changed, out _))
            {
                Assert.NotEqual(block.Header.Id, changed.Header.Id);
            }

            encoded[index] ^= 1;
        }

        Refuse(BlockFault.NotCanonical, [.. encoded, 0]);
        Refuse(BlockFault.NotCanonical, encoded[..100]);
    }

    [Fact]
    public void TryDecode_MalformedTransaction_IsRefusedByRuleB2()
    {
        byte[] encoded = Sample().Encode();
        int body = Sample().Header.Encode().Length + 1 + 2;
        encoded[body] = 9;
        Refuse(BlockFault.TransactionMalformed, encoded);
    }

    [Fact]
    public void TryDecode_OtherTransactions_IsRefusedByRuleB3()
    {
        Block block = Sample();
        Refuse(BlockFault.WrongTransactionsRoot, (block with { Transactions = block.Transactions.RemoveAt(0) }).Encode());
    }

    [Fact]
    public void TryDecode_OtherReceipts_IsRefusedByRuleB4()
    {
        Block block = Sample();
        Refuse(BlockFault.WrongReceiptsRoot, (block with { Receipts = block.Receipts.RemoveAt(0) }).Encode());
    }

    [Fact]
    public void TryDecode_ReceiptsOfOtherTransactions_IsRefusedByRuleB5()
    {
        Block block = Sample();
        Receipt[] receipts = [block.Receipts[1], block.Receipts[0], block.Receipts[2]];
        Refuse(BlockFault.ReceiptsDiffer, new Block(
            block.Header with { ReceiptsRoot = Block.RootOf(receipts) }, block.Transactions, [.. receipts]).Encode());
        Refuse(BlockFault.ReceiptsDiffer, new Block(
            block.Header with { ReceiptsRoot = Hash256.Zero }, block.Transactions, []).Encode());
    }

    [Fact]
    public void TryDecode_OtherProtocolVersion_IsRefusedByRuleB6()
    {
        Block block = Sample();
        Refuse(BlockFault.UnknownProtocolVersion, (block with { Header = block.Header with { ProtocolVersion = 2 } }).Encode());
    }

    [Fact]
    public void Receipt_UnknownOrStaticFault_IsRefused()
    {
        foreach (byte fault in new byte[] { 1, 25, 39, 255 })
        {
            byte[] encoded = [.. new byte[32], fault];
            CanonicalReader reader = new(encoded);
            Receipt.Read(ref reader);
            Assert.Equal(EncodingFault.UnknownTag, reader.Fault);
        }
    }

    [Fact]
    public void Header_EveryByteChanged_IsRefusedOrHasAnotherId()
    {
        byte[] encoded = Sample().Header.Encode();
        Assert.True(BlockHeader.TryDecode(encoded, out BlockHeader? header, out _));
        BlockId id = header.Id;
        for (int index = 0; index < encoded.Length; index++)
        {
            encoded[index] ^= 0x41;
            Assert.True(!BlockHeader.TryDecode(encoded, out BlockHeader? changed, out _) || changed.Id != id);
            encoded[index] ^= 0x41;
        }
    }

    [Fact]
    public void Header_RotatesTheSealerAndNeverGoesBackInTime()
    {
        Assert.Equal(new MemberId(2), _chain.Commit(_chain.Pay(0, 1)).Header.Sealer);
        Assert.Equal(new MemberId(3), _chain.Commit(_chain.Pay(1, 2)).Header.Sealer);
        BlockInput late = _chain.Input(_chain.Pay(2, 3)) with { ConsensusTime = new Timestamp(5) };
        Assert.Equal(_chain.Tip.Timestamp, late.Timestamp);
    }

    [Fact]
    public void MerkleTree_AnyLeaf_IsProvedAtItsPlaceAlone() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 1000]).Sample((count, seed) =>
        {
            Hash256[] leaves = [.. Enumerable.Range(seed, count).Select(one => MerkleTree.Leaf(BitConverter.GetBytes(one)))];
            Hash256 root = MerkleTree.Root(leaves);
            for (int index = 0; index < count; index++)
            {
                Hash256[] path = [.. MerkleTree.Path(leaves, index)];
                Assert.True(MerkleTree.Verify(root, leaves[index], index, count, path));
                Assert.False(MerkleTree.Verify(root, leaves[index], index, count, [.. path, Hash256.Zero]));
                Assert.False(MerkleTree.Verify(root, MerkleTree.Leaf([9]), index, count, path));
                Assert.False(MerkleTree.Verify(root, leaves[index], count, count, path));
                Assert.False(MerkleTree.Verify(root, leaves[index], -1, count, path));
                Assert.False(count > 1 && MerkleTree.Verify(root, leaves[index], (index + 1) % count, count, path));
                Assert.False(count > 1 && MerkleTree.Verify(root, leaves[index], index, count, path.AsSpan(1)));
            }
        }, iter: 50);

    private static Block Sample()
    {
        TestChain chain = new();
        return chain.Commit(chain.Pay(0, 1), chain.Pay(1, 2), chain.Pay(1, 3));
    }

    private static void Refuse(BlockFault expected, byte[] encoded)
    {
        Assert.False(Block.TryDecode(encoded, out Block? block, out BlockFault fault));
        Assert.Null(block);
        Assert.Equal(expected, fault);
    }
}
