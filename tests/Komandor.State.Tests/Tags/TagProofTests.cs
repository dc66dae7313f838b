using Komandor.Primitives;
using Komandor.State.Tags;

namespace Komandor.State.Tests.Tags;

public sealed class TagProofTests
{
    private static readonly Hash256 Absent = TagSetTests.Tag(9_999);
    private static readonly Hash256 Present = TagSetTests.Tag(17);

    [Fact]
    public void Verify_CutOrProlonged_IsRefusedByRuleTG8()
    {
        using TagSet set = TagSetTests.Filled(50);
        foreach (Hash256 tag in new[] { Absent, Present })
        {
            byte[] proof = set.Prove(tag);
            for (int sizeBytes = 0; sizeBytes < proof.Length; sizeBytes++)
            {
                Assert.Equal(TagProofFault.Malformed, TagProofVerifier.Verify(set.Root, tag, tag == Present, proof.AsSpan(0, sizeBytes)));
            }

            Assert.Equal(TagProofFault.Malformed, TagProofVerifier.Verify(set.Root, tag, tag == Present, [.. proof, 0]));
        }

        // A run of nothing, and more runs than there can be.
        Assert.Equal(TagProofFault.Malformed, TagProofVerifier.Verify(set.Root, Absent, false, [1, 0, 0, .. new byte[32]]));
        Assert.Equal(TagProofFault.Malformed, TagProofVerifier.Verify(set.Root, Absent, false, [0x81, 1, .. new byte[129 * 34]]));
    }

    [Fact]
    public void Verify_AbsenceWithoutARunsPage_IsRefusedByRuleTG9()
    {
        // The proof that a tag is there hides all runs but one: a forger of absence would hide the one.
        using TagSet set = TagSetTests.Filled(50);
        Assert.Equal(TagProofFault.WrongPages, TagProofVerifier.Verify(set.Root, Absent, false, set.Prove(Present)));
        Assert.Equal(TagProofFault.WrongPages, TagProofVerifier.Verify(set.Root, Present, true, set.Prove(Absent)));
    }

    [Fact]
    public void Verify_PagesOfOtherTags_AreRefusedByRuleTG10()
    {
        using TagSet set = TagSetTests.Filled(1, batchSize: 400);
        foreach (int other in new[] { 3, 99, 250 })
        {
            Assert.Equal(TagProofFault.ForeignPage, TagProofVerifier.Verify(set.Root, Present, false, set.Prove(Present)));
            Assert.Equal(TagProofFault.ForeignPage, TagProofVerifier.Verify(set.Root, Present, false, set.Prove(TagSetTests.Tag(other))));
            Assert.Equal(TagProofFault.ForeignPage, TagProofVerifier.Verify(set.Root, Absent, false, set.Prove(TagSetTests.Tag(other))));
            Assert.Equal(TagProofFault.ForeignPage, TagProofVerifier.Verify(set.Root, Absent, true, set.Prove(TagSetTests.Tag(other))));
        }
    }

    [Fact]
    public void Verify_AnotherRoot_IsRefusedByRuleTG11()
    {
        using TagSet set = TagSetTests.Filled(50);
        using TagSet other = TagSetTests.Filled(51);
        foreach (Hash256 tag in new[] { Absent, Present })
        {
            Assert.Equal(TagProofFault.RootMismatch, TagProofVerifier.Verify(other.Root, tag, tag == Present, set.Prove(tag)));
        }
    }

    [Fact]
    public void Verify_AnyBitChanged_IsRefused()
    {
        using TagSet set = TagSetTests.Filled(50);
        foreach (Hash256 tag in new[] { Absent, Present })
        {
            byte[] proof = set.Prove(tag);
            for (int bit = 0; bit < proof.Length * 8; bit += 3)
            {
                proof[bit >> 3] ^= (byte)(1 << (bit & 7));
                Assert.NotEqual(TagProofFault.None, TagProofVerifier.Verify(set.Root, tag, tag == Present, proof));
                proof[bit >> 3] ^= (byte)(1 << (bit & 7));
            }
        }
    }
}
