using Komandor.Primitives;
using Komandor.State.Tags;

namespace Komandor.State.Tests.Tags;

public sealed class TagChunkTests
{
    private const int Most = 40;
    private static readonly Hash256 _start = TagSetTests.Tag(17);

    [Fact]
    public void TryRead_CutOrProlonged_IsRefusedByRuleTG11()
    {
        (Hash256 root, byte[] chunk) = Chunk();
        for (int sizeBytes = 0; sizeBytes < chunk.Length; sizeBytes += 5)
        {
            Assert.Equal(TagChunkFault.Malformed, Read(root, chunk[..sizeBytes]));
        }

        Assert.Equal(TagChunkFault.Malformed, Read(root, [.. chunk, 0]));
    }

    [Fact]
    public void TryRead_MoreTagsThanAChunkHas_IsRefusedByRuleTG11()
    {
        TagChunk chunk = new(Hash256.Zero, [], [.. TagSetTests.Tags(0, TagChunks.MaximumTags + 1).Order()]);
        Assert.Equal(TagChunkFault.Malformed, Read(TagHash.Subtree(chunk.Tags, 0), chunk.Encode()));
        TagChunk largest = chunk with { Tags = chunk.Tags[1..] };
        Assert.InRange(largest.Encode().Length, 1 << 20, TagChunks.MaximumSizeBytes);
        Assert.Equal(TagChunkFault.None, Read(TagHash.Subtree(largest.Tags, 0), largest.Encode()));
    }

    [Fact]
    public void TryRead_APlaceWithBitsBeyondItsDepth_IsRefusedByRuleTG11()
    {
        (Hash256 root, TagChunk chunk) = Decoded();
        Assert.Equal(TagChunkFault.Malformed, Read(root, (chunk with { Place = chunk.Place.WithBitFlipped(255) }).Encode()));
    }

    [Fact]
    public void TryRead_AStrayBit_IsRefusedByRuleTG12()
    {
        (Hash256 root, byte[] chunk) = Chunk();
        chunk[1] |= 1;
        Assert.Equal(TagChunkFault.StraySibling, Read(root, [1, 0x40, .. new byte[32], 0]));
        Assert.NotEqual(TagChunkFault.None, Read(root, chunk));
    }

    [Fact]
    public void TryRead_TagsOutOfRangeOrOrder_AreRefusedByRuleTG13()
    {
        (Hash256 root, TagChunk chunk) = Decoded();
        Hash256 outside = chunk.Tags[0].WithBitFlipped(0);
        Assert.Equal(TagChunkFault.ForeignTag, Read(root, (chunk with { Tags = [.. chunk.Tags.Append(outside).Order()] }).Encode()));
        Assert.Equal(TagChunkFault.ForeignTag, Read(root, (chunk with { Tags = [.. chunk.Tags.Reverse()] }).Encode()));
        Assert.Equal(TagChunkFault.ForeignTag, Read(root, (chunk with { Tags = [chunk.Tags[0], .. chunk.Tags] }).Encode()));
    }

    [Fact]
    public void TryRead_AnotherPlace_IsRefusedByRuleTG14()
    {
        (Hash256 root, byte[] chunk) = Chunk();
        Assert.Equal(TagChunkFault.WrongPlace, TagChunk.TryRead(chunk, root, _start.WithBitFlipped(0), out TagChunk? read));
        Assert.Null(read);
    }

    [Fact]
    public void TryRead_AnotherSetsOrALackingTag_IsRefusedByRuleTG15()
    {
        (Hash256 root, TagChunk chunk) = Decoded();
        using TagSet other = TagSetTests.Filled(51);
        Assert.Equal(TagChunkFault.RootMismatch, Read(other.Root, chunk.Encode()));
        for (int hidden = 0; hidden < chunk.Tags.Length; hidden++)
        {
            Assert.Equal(TagChunkFault.RootMismatch, Read(root, (chunk with { Tags = [.. chunk.Tags[..hidden], .. chunk.Tags[(hidden + 1)..]] }).Encode()));
        }

        Hash256 added = chunk.Tags[0].WithBitFlipped(255);
        Assert.Equal(TagChunkFault.RootMismatch, Read(root, (chunk with { Tags = [.. chunk.Tags.Append(added).Order()] }).Encode()));
    }

    [Fact]
    public void TryRead_AnyByteChanged_IsRefused()
    {
        (Hash256 root, byte[] chunk) = Chunk();
        for (int index = 0; index < chunk.Length; index++)
        {
            chunk[index] ^= (byte)(1 << (index & 7));
            Assert.NotEqual(TagChunkFault.None, Read(root, chunk));
            chunk[index] ^= (byte)(1 << (index & 7));
        }

        Assert.Equal(TagChunkFault.None, Read(root, chunk));
    }

    [Fact]
    public void Export_SetsWithOneContentAndOtherHistories_GiveTheSameBytes()
    {
        using TagSet one = TagSetTests.Filled(100);
        using TagSet other = new(new MemoryStateFiles(), "other", null, 300);
        TagSetTests.Add(other, [.. TagSetTests.Tags(0, 700).Reverse()]);
        Assert.Equal(one.Root, other.Root);
        for (int number = 0; number < 1_000; number += 9)
        {
            Hash256 start = TagSetTests.Tag(number);
            byte[] chunk = one.Export(start, 100, Most)!;
            Assert.Equal(chunk, other.Export(start, 1, Most)!);
            Assert.Equal(TagChunkFault.None, TagChunk.TryRead(chunk, one.Root, start, out TagChunk? read));

            // The largest that fits: one step up there are more.
            Assert.InRange(read!.Tags.Length, 0, Most);
            Hash256 above = StateChunk.PrefixOf(start, read.Siblings.Length - 1);
            Assert.InRange(TagSetTests.Tags(0, 700).Count(tag => SiblingPath.IsShared(tag, above, read.Siblings.Length - 1)), Most + 1, 700);
        }
    }

    private static (Hash256 Root, byte[] Chunk) Chunk()
    {
        using TagSet set = TagSetTests.Filled(50);
        return (set.Root, set.Export(_start, 50, Most)!);
    }

    private static (Hash256 Root, TagChunk Chunk) Decoded()
    {
        (Hash256 root, byte[] chunk) = Chunk();
        Assert.Equal(TagChunkFault.None, TagChunk.TryRead(chunk, root, _start, out TagChunk? read));
        return (root, read!);
    }

    private static TagChunkFault Read(Hash256 root, byte[] chunk) => TagChunk.TryRead(chunk, root, _start, out _);
}
