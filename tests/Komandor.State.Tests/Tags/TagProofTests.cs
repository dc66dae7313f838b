using Komandor.Primitives;
using Komandor.State.Tags;

namespace Komandor.State.Tests.Tags;

public sealed class TagProofTests
{
    private static readonly Hash256 _absent = TagSetTests.Tag(9_999);
    private static readonly Hash256 _present = TagSetTests.Tag(17);

    [Fact]
    public void Verify_CutOrProlonged_IsRefusedByRuleTG6()
    {
        using TagSet set = TagSetTests.Filled(50);
        foreach (Hash256 tag in new[] { _absent, _present })
        {
            byte[] proof = set.Prove(tag);
            for (int sizeBytes = 0; sizeBytes < proof.Length; sizeBytes++)
            {
                Assert.Equal(TagProofFault.Malformed, Verify(set, tag, proof[..sizeBytes]));
            }

            Assert.Equal(TagProofFault.Malformed, Verify(set, tag, [.. proof, 0]));
        }
    }

    [Fact]
    public void Verify_MoreThanThereCanBe_IsRefusedByRuleTG6()
    {
        using TagSet set = TagSetTests.Filled(50);
        Assert.Equal(TagProofFault.Malformed, Verify(set, _absent, [0x81, 2, .. new byte[40], 0]));
        Assert.Equal(TagProofFault.Malformed, Verify(set, _absent, [0, 5, .. TagSetTests.Tags(0, 5).Order().SelectMany(tag => tag.ToArray())]));
    }

    [Fact]
    public void Verify_TagsOutOfOrder_AreRefusedByRuleTG6()
    {
        using TagSet set = TagSetTests.Filled(1, batchSize: 3);
        byte[] proof = set.Prove(TagSetTests.Tag(0));
        Assert.Equal(TagProofFault.None, TagProofVerifier.Verify(set.Root, TagSetTests.Tag(0), true, proof));
        byte[] swapped = [.. proof[..2], .. proof[34..66], .. proof[2..34], .. proof[66..]];
        Assert.Equal(TagProofFault.Malformed, TagProofVerifier.Verify(set.Root, TagSetTests.Tag(0), true, swapped));
        byte[] doubled = [0, 4, .. proof[2..34], .. proof[2..]];
        Assert.Equal(TagProofFault.Malformed, TagProofVerifier.Verify(set.Root, TagSetTests.Tag(0), true, doubled));
    }

    [Fact]
    public void Verify_AStrayBitOrAZeroSibling_IsRefusedByRuleTG7()
    {
        Assert.Equal(TagProofFault.StraySibling, TagProofVerifier.Verify(Hash256.Zero, _absent, false, [1, 0x40, 0]));
        Assert.Equal(TagProofFault.StraySibling, TagProofVerifier.Verify(Hash256.Zero, _absent, false, [1, 0x80, .. new byte[32], 0]));
        Assert.Equal(TagProofFault.None, TagProofVerifier.Verify(Hash256.Zero, _absent, false, [0, 0]));
    }

    [Fact]
    public void Verify_APageThatIsNotOnTheWay_IsRefusedByRuleTG8()
    {
        // A proof of any other place, whose page lacks the tag: what a forger of absence has.
        using TagSet set = TagSetTests.Filled(1, batchSize: 400);
        int refused = 0;
        for (int other = 0; other < 400; other++)
        {
            byte[] proof = set.Prove(TagSetTests.Tag(other));
            TagProofFault fault = TagProofVerifier.Verify(set.Root, _present, false, proof);
            Assert.True(fault is TagProofFault.ForeignTag || proof.SequenceEqual(set.Prove(_present)));
            refused += fault is TagProofFault.ForeignTag ? 1 : 0;
        }

        Assert.InRange(refused, 396, 399);
    }

    [Fact]
    public void Verify_TheOppositeOfWhatIsTrue_IsRefusedByRuleTG9()
    {
        using TagSet set = TagSetTests.Filled(50);
        Assert.Equal(TagProofFault.WrongClaim, TagProofVerifier.Verify(set.Root, _present, false, set.Prove(_present)));
        Assert.Equal(TagProofFault.WrongClaim, TagProofVerifier.Verify(set.Root, _absent, true, set.Prove(_absent)));
    }

    [Fact]
    public void Verify_APageWithoutOneOfItsTags_IsRefusedByRuleTG10()
    {
        using TagSet set = TagSetTests.Filled(1, batchSize: 3);
        foreach (int hidden in new[] { 0, 1, 2 })
        {
            byte[] page = [.. TagSetTests.Tags(0, 3).Where(tag => tag != TagSetTests.Tag(hidden)).Order().SelectMany(tag => tag.ToArray())];
            Assert.Equal(TagProofFault.RootMismatch, TagProofVerifier.Verify(set.Root, TagSetTests.Tag(hidden), false, [0, 2, .. page]));
        }

        Assert.Equal(TagProofFault.RootMismatch, TagProofVerifier.Verify(set.Root, _present, false, [0, 0]));
    }

    [Fact]
    public void Verify_AnotherRoot_IsRefusedByRuleTG10()
    {
        using TagSet set = TagSetTests.Filled(50);
        using TagSet other = TagSetTests.Filled(51);
        foreach (Hash256 tag in new[] { _absent, _present })
        {
            Assert.Equal(TagProofFault.RootMismatch, TagProofVerifier.Verify(other.Root, tag, tag == _present, set.Prove(tag)));
        }
    }

    [Fact]
    public void Verify_AnyBitChanged_IsRefused()
    {
        using TagSet set = TagSetTests.Filled(50);
        foreach (Hash256 tag in new[] { _absent, _present })
        {
            byte[] proof = set.Prove(tag);
            for (int bit = 0; bit < proof.Length * 8; bit++)
            {
                proof[bit >> 3] ^= (byte)(1 << (bit & 7));
                Assert.NotEqual(TagProofFault.None, Verify(set, tag, proof));
                proof[bit >> 3] ^= (byte)(1 << (bit & 7));
            }
        }
    }

    private static TagProofFault Verify(TagSet set, Hash256 tag, byte[] proof) => TagProofVerifier.Verify(set.Root, tag, tag == _present, proof);
}
