using Komandor.Primitives;
using Komandor.State.Tags;

namespace Komandor.State.Tests.Tags;

public sealed class TagSetCrashTests
{
    private const int Rounds = 60;

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    public void Commit_PowerLossAtManyWrites_OpensWithAllThatWasFlushed(int kept, int step) => LosePower(kept, step);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [Trait("lane", "nightly")]
    public void Commit_PowerLossAtEveryWrite_OpensWithAllThatWasFlushed(int kept, int step) => LosePower(kept, step);

    [Fact]
    public void Open_AtEveryVersionThatIsKept_HasItsRootAndGoesOn()
    {
        MemoryStateFiles files = new();
        List<Hash256> roots = [];
        Assert.Equal(Rounds, (int)Run(files, roots));
        for (int version = Rounds; version > Rounds - 8; version--)
        {
            using TagSet set = new(files.Copy(), "t", (ulong)version, 20);
            Assert.Equal(roots[version], set.Root);
            TagSetTests.Add(set, TagSetTests.Tags(version * 7, 7));
            Assert.Equal(version == Rounds ? set.Root : roots[version + 1], set.Root);
        }

        InvalidDataException missing = Assert.Throws<InvalidDataException>(() => new TagSet(files, "t", Rounds + 1, 20));
        Assert.Contains("t-log-", missing.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => new TagSet(files, "t", 1, 20));
        Assert.Throws<InvalidDataException>(() => new TagSet(new MemoryStateFiles(), "t", 1, 20));
    }

    [Fact]
    public void Flush_WhileBatchesMakeRunsAndReplaceThem_LosesNoneThatAKeptLogNeeds()
    {
        // Batches come after a flush looked at the runs, and before it syncs them: each is a run, which takes the place of those that wait to be synced.
        for (int before = 1; before < 40; before++)
        {
            MemoryStateFiles files = new();
            ClosingFiles closing = new(files);
            using TagSet set = new(closing, "t", null, 20);
            int batches = 0;
            for (; batches < before; batches++)
            {
                TagSetTests.Add(set, TagSetTests.Tags(batches * 25, 25));
            }

            Hash256 root = set.Root;
            closing.BeforeSync = () =>
            {
                closing.BeforeSync = null;
                for (; batches < before + 12; batches++)
                {
                    TagSetTests.Add(set, TagSetTests.Tags(batches * 25, 25));
                }
            };
            set.Flush();
            set.Prune((ulong)before);
            files.Crash(_ => 0);
            using TagSet again = new(files, "t", (ulong)before, 20);
            Assert.Equal(root, again.Root);
        }
    }

    [Fact]
    public void Open_FlippedBits_AreFoundOrMended()
    {
        MemoryStateFiles files = new();
        List<Hash256> roots = [];
        ulong flushed = Run(files, roots);
        int found = 0;
        foreach (string name in files.Names())
        {
            for (long bit = 3; bit < files.SizeOf(name) * 8; bit += 1_009)
            {
                MemoryStateFiles damaged = files.Copy();
                damaged.Flip(name, bit);
                try
                {
                    using TagSet set = new(damaged, "t", flushed, 20);
                    Assert.Equal(roots[(int)flushed], set.Root);
                    for (int number = 0; number < Rounds * 7; number++)
                    {
                        Assert.True(set.Contains(TagSetTests.Tag(number)));
                    }
                }
                catch (InvalidDataException damage)
                {
                    found++;
                    Assert.Matches("t-(log|run)-", damage.Message);
                }
            }
        }

        Assert.True(found > 10);
    }

    private static void LosePower(int kept, int step)
    {
        for (int fault = 1; ; fault += step)
        {
            MemoryStateFiles files = new();
            List<Hash256> roots = [];
            int changes = 0;
            files.BeforeChange = () =>
            {
                if (++changes == fault)
                {
                    throw new IOException("The power is gone.");
                }
            };
            ulong flushed = Run(files, roots);
            bool isDone = changes < fault;
            files.BeforeChange = null;
            files.Crash(bytes => bytes * kept / 2);
            using TagSet newest = new(files.Copy(), "t", null, 20);
            Assert.InRange(newest.Version, flushed, flushed + Rounds);
            Check(files, flushed, roots);
            if (isDone)
            {
                Assert.True(fault > 100);
                return;
            }
        }
    }

    // The set is whole at the version, and goes on from it to where it would have come without the crash.
    private static void Check(MemoryStateFiles files, ulong version, List<Hash256> roots)
    {
        using TagSet set = new(files, "t", version, 20);
        Assert.Equal(roots[(int)version], set.Root);
        SlowTagSet slow = new();
        for (int round = 0; round < Rounds; round++)
        {
            Hash256[] batch = TagSetTests.Tags(round * 7, 7);
            slow.Add(batch);
            if (round >= (int)version)
            {
                TagSetTests.Add(set, batch);
            }
        }

        Assert.Equal(slow.Root, set.Root);
        set.Flush();
        using TagSet again = new(files, "t", Rounds, 20);
        Assert.Equal(slow.Root, again.Root);
    }

    // Returns the version that was flushed last.
    private static ulong Run(MemoryStateFiles files, List<Hash256> roots)
    {
        ulong flushed = 0;
        try
        {
            using TagSet set = new(files, "t", null, 20);
            roots.Add(set.Root);
            for (int round = 0; round < Rounds; round++)
            {
                TagSetTests.Add(set, TagSetTests.Tags(round * 7, 7));
                roots.Add(set.Root);
                if (round % 4 == 3)
                {
                    set.Flush();
                    flushed = set.Version;
                    set.Prune(set.Version - Math.Min(set.Version, 8));
                }
            }
        }
        catch (IOException)
        {
            // The power is gone; a root that is not there yet is that of the empty set.
            roots.AddRange(roots.Count == 0 ? [new SlowTagSet().Root] : []);
        }

        return flushed;
    }
}
