using CsCheck;
using Komandor.Ledger.Blocks;
using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Ledger.Tests.Blocks;

public sealed class BlockTests
{
    [Fact]
    public void Root_DocumentedLists_HaveTheDocumentedRoots()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("blocks.md", "merkle-root"))
        {
            Hash256[] leaves =
                [.. vector["leaves"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(hex => MerkleTree.Leaf(Convert.FromHexString(hex)))];
            Assert.Equal(vector["root"], MerkleTree.Root(leaves).ToString());
        }
    }

    [Fact]
    public void Prove_EveryLeafOfEveryLength_VerifiesAndNothingElseDoes()
    {
        for (int count = 1; count <= 33; count++)
        {
            Hash256[] leaves = [.. Enumerable.Range(0, count).Select(index => MerkleTree.Leaf([(byte)index]))];
            Hash256 root = MerkleTree.Root(leaves);
            for (int index = 0; index < count; index++)
            {
                MerkleProof proof = MerkleProof.Create(leaves, index);
                Assert.True(proof.Verify(root, leaves[index]));
                Assert.False(proof.Verify(root, MerkleTree.Leaf([200])));
                Assert.False((proof with { Count = count + 1 }).Verify(root, leaves[index]));
                Assert.False((proof with { Index = index + 1 }).Verify(root, leaves[index]));
                Assert.False((proof with { Path = proof.Path.Add(Hash256.Zero) }).Verify(root, leaves[index]));
                Assert.True(MerkleProof.TryDecode(proof.Encode(), out MerkleProof? decoded, out _));
                Assert.True(decoded.Verify(root, leaves[index]));
            }
        }
    }

    [Fact]
    public void Header_EncodedAndDecoded_IsTheSameAndHasTheDocumentedLength()
    {
        BlockHeader header = Samples.Header();
        byte[] encoded = header.Encode();
        Assert.Equal(BlockHeader.SizeBytes, encoded.Length);
        Assert.Equal(272, encoded.Length);
        Assert.True(BlockHeader.TryDecode(encoded, out BlockHeader? decoded, out _));
        Assert.Equal(header, decoded);
        Assert.Equal(encoded, decoded.Encode());
        Assert.False(BlockHeader.TryDecode([.. encoded, 0], out _, out EncodingFault fault));
        Assert.Equal(EncodingFault.TrailingBytes, fault);
    }

    [Fact]
    public void Block_EncodedAndDecoded_IsTheSame() =>
        Gen.Select(Gen.Byte.Array[1, 200].Array[0, 5], Gen.Select(Gen.Byte, Gen.Int[0, 38], Gen.ULong).Array[0, 8]).Sample((transactions, outcomes) =>
        {
            Receipt[] receipts = [.. outcomes.Select(outcome => outcome.Item2 == 0
                ? Receipt.Executed(new TransactionId(MerkleTree.Leaf([outcome.Item1])), new WitnessTransactionId(MerkleTree.Leaf([1])), outcome.Item3)
                : Receipt.Rejected(new TransactionId(MerkleTree.Leaf([outcome.Item1])), (LedgerFault)outcome.Item2))];
            Block block = new(Samples.Header(), [.. transactions.Select(bytes => (ReadOnlyMemory<byte>)bytes)], [.. receipts]);
            byte[] encoded = block.Encode();
            return Block.TryDecode(encoded, out Block? decoded, out _)
                && decoded.Encode().AsSpan().SequenceEqual(encoded)
                && decoded.Receipts.SequenceEqual(receipts);
        });

    [Fact]
    public void Receipt_WithAnUnknownFault_IsRefused()
    {
        byte[] encoded = new byte[33];
        encoded[32] = 255;
        CanonicalReader reader = new(encoded);
        Receipt.Read(ref reader);
        Assert.Equal(EncodingFault.UnknownTag, reader.Fault);
    }
}
