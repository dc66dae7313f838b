using Komandor.Primitives;

namespace Komandor.State.Tests;

public sealed class CompactStateStoreCrashTests
{
    private static readonly CompactStateSettings _settings = new(SegmentSizeBytes: 4_000, FullPermille: 500);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Commit_PowerLossAtManyWrites_OpensAtAWholeVersionWithAllThatWasFlushed(int kept) => LosePower(kept, 11);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("lane", "nightly")]
    public void Commit_PowerLossAtEveryWrite_OpensAtAWholeVersionWithAllThatWasFlushed(int kept) => LosePower(kept, 1);

    [Fact]
    [Trait("lane", "nightly")]
    public void Open_FlippedBitsEverywhere_AreFoundAndNeverServed() => Flip(37);

    private static void LosePower(int kept, int step)
    {
        for (int fault = 1; ; fault += step)
        {
            MemoryStateFiles files = new();
            Script script = new(files);
            int changes = 0;
            files.BeforeChange = () =>
            {
                if (++changes == fault)
                {
                    throw new IOException("The power is gone.");
                }
            };
            bool isDone = script.TryRun();
            files.BeforeChange = null;
            files.Crash(bytes => bytes * kept / 2);
            script.Check(new CompactStateStore(files, "s", settings: _settings), script.Flushed);
            script.Check(new CompactStateStore(files, "s", script.Flushed, _settings), script.Flushed);
            if (isDone)
            {
                Assert.True(fault > 100);
                break;
            }
        }
    }

    [Fact]
    public void Open_PowerLossWhileOpening_OpensAgain()
    {
        for (int fault = 1; ; fault++)
        {
            MemoryStateFiles files = new();
            Script script = new(files);
            Assert.True(script.TryRun());
            int changes = 0;
            files.BeforeChange = () =>
            {
                if (++changes == fault)
                {
                    throw new IOException("The power is gone.");
                }
            };
            try
            {
                // Two versions less than the log has, so that something is cut off.
                script.Check(new CompactStateStore(files, "s", script.Flushed - 2, _settings), script.Flushed - 2);
                break;
            }
            catch (IOException)
            {
                files.BeforeChange = null;
                files.Crash(_ => 0);
                script.Check(new CompactStateStore(files, "s", script.Flushed - 2, _settings), script.Flushed - 2);
            }
        }
    }

    [Fact]
    public void Open_CutBackAfterAnyNumberOfCommits_OpensThereEveryTimeAfter()
    {
        for (int rounds = 4; rounds <= 60; rounds++)
        {
            MemoryStateFiles files = new();
            Script script = new(files, rounds);
            Assert.True(script.TryRun());
            for (int time = 0; time < 3; time++)
            {
                script.Check(new CompactStateStore(files, "s", script.Flushed - 2, _settings), script.Flushed - 2);
            }
        }
    }

    [Fact]
    public void Commit_FullDisk_SaysSoAndLosesNothing()
    {
        MemoryStateFiles files = new();
        Script script = new(files);
        Assert.True(script.TryRun());
        CompactStateStore store = new(files, "s", script.Flushed, _settings);
        files.BeforeChange = () => throw new IOException("No space left on device.");
        Assert.Throws<IOException>(() => store.Commit(store.Stage([new(TestStates.Key(1), new byte[5_000])])));
        files.BeforeChange = null;
        script.Check(new CompactStateStore(files, "s", settings: _settings), script.Flushed);
    }

    [Fact]
    public void Open_FlippedBits_AreFoundAndNeverServed() => Flip(1_009);

    private static void Flip(int step)
    {
        MemoryStateFiles files = new();
        Script script = new(files);
        Assert.True(script.TryRun());
        int found = 0;
        foreach (string name in files.Names())
        {
            for (long bit = 3; bit < files.SizeOf(name) * 8; bit += step)
            {
                files.Flip(name, bit);
                try
                {
                    script.Check(new CompactStateStore(files, "s", script.Flushed, _settings), script.Flushed);
                }
                catch (InvalidDataException damage)
                {
                    found++;
                    Assert.Contains("s-0000", damage.Message, StringComparison.Ordinal);
                }

                files.Flip(name, bit);
            }
        }

        Assert.True(found > 40);
        script.Check(new CompactStateStore(files, "s", script.Flushed, _settings), script.Flushed);
    }

    [Fact]
    public void Open_FileThatIsTooShortOrMissing_NamesIt()
    {
        foreach (bool isMissing in new[] { true, false })
        {
            MemoryStateFiles files = new();
            Script script = new(files);
            Assert.True(script.TryRun());
            string name = files.Names()[^2];
            if (isMissing)
            {
                files.Delete(name);
            }
            else
            {
                files.Open(name).Truncate(files.SizeOf(name) - 50);
            }

            InvalidDataException damage = Assert.Throws<InvalidDataException>(() => new CompactStateStore(files, "s", script.Flushed, _settings));
            Assert.Contains(name, damage.Message, StringComparison.Ordinal);
            Assert.Equal(isMissing, !files.Names().Contains(name));
        }
    }

    [Fact]
    public void Open_AVersionThatIsNotThere_IsRefused()
    {
        MemoryStateFiles files = new();
        Assert.Throws<InvalidDataException>(() => new CompactStateStore(files, "s", 1, _settings));
        Script script = new(files);
        Assert.True(script.TryRun());
        Assert.Throws<InvalidDataException>(() => new CompactStateStore(files, "s", script.Flushed + 1, _settings));
        Assert.Throws<InvalidDataException>(() => new CompactStateStore(files, "s", 1, _settings));
    }

    [Fact]
    public void Open_LongHistory_ReadsNoMoreThanAShortOne()
    {
        long first = 0;
        MemoryStateFiles files = new();
        CompactStateStore store = new(files, "s", settings: _settings);
        for (int round = 0; round < 700; round++)
        {
            store.Commit(store.Stage([.. Enumerable.Range(0, 10).Select(index =>
                new KeyValuePair<Hash256, byte[]?>(TestStates.Key(((round * 37) + (index * 13)) % 130), BitConverter.GetBytes((round * 100) + index)))]));
            store.Flush();
            store.Prune(store.Version - Math.Min(store.Version, 3));
            if (round is 299 or 699)
            {
                ReadCountingFiles counting = new(files);
                _ = new CompactStateStore(counting, "s", store.Version, _settings);
                first = first == 0 ? counting.ReadBytes : first;
                Assert.InRange(counting.ReadBytes, 1, 2 * first);
                Assert.InRange(store.DiskSizeBytes, 1, 60_000);
            }
        }
    }

    /// <summary>A history that is the same every time, and what the state is after each commit.</summary>
    private sealed class Script(MemoryStateFiles files, int rounds = 40)
    {
        private readonly List<(Hash256 Root, Dictionary<Hash256, byte[]> Entries)> _versions = [(Hash256.Zero, [])];

        internal ulong Flushed { get; private set; }

        internal bool TryRun()
        {
            Random random = new(7);
            try
            {
                CompactStateStore store = new(files, "s", settings: _settings);
                for (int round = 0; round < rounds; round++)
                {
                    Step(store, random, round);
                }

                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }

        internal void Check(CompactStateStore store, ulong atLeast)
        {
            Assert.InRange(store.Version, atLeast, (ulong)_versions.Count - 1);
            (Hash256 root, Dictionary<Hash256, byte[]> entries) = _versions[(int)store.Version];
            Assert.Equal((root, entries.Count), (store.Root, store.Count));
            for (int index = 0; index < 60; index++)
            {
                Assert.Equal(entries.GetValueOrDefault(TestStates.Key(index)), store.Get(TestStates.Key(index)));
            }

            // It goes on from there.
            Assert.Equal(root, store.Stage([]).Root);
        }

        private void Step(CompactStateStore store, Random random, int round)
        {
            Dictionary<Hash256, byte[]> entries = new(_versions[^1].Entries);
            List<KeyValuePair<Hash256, byte[]?>> changes = [];
            foreach (int index in Enumerable.Range(0, 60).Where(_ => random.Next(3) == 0))
            {
                byte[]? value = random.Next(4) == 0 ? null : TestStates.Value(index + (100 * round), random.Next(120));
                changes.Add(new(TestStates.Key(index), value));
                entries.Remove(TestStates.Key(index));
                if (value is not null)
                {
                    entries.Add(TestStates.Key(index), value);
                }
            }

            StagedCommit staged = store.Stage(changes);
            _versions.Add((staged.Root, entries));
            store.Commit(staged);
            store.Prune(store.Version - Math.Min(store.Version, 3));
            if (round % 2 == 1)
            {
                store.Flush();
                Flushed = store.Version;
            }
        }
    }
}
