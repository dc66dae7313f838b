using System.Diagnostics;
using Komandor.Node.Storage;
using Komandor.Primitives;
using Komandor.State;
using Komandor.Testing;

namespace Komandor.Node.Tests.Storage;

public sealed class FolderStateFilesTests
{
    [Fact]
    public void Read_WhatWasAppended_IsThereAtOnceThroughCallsAndThroughTheMapping()
    {
        using TemporaryFolder folder = new();
        FolderStateFiles files = new(folder.At("state"));
        using IStateFile file = files.Open("s-1");
        byte[] bytes = new byte[3 << 20];
        new Random(1).NextBytes(bytes);
        byte[] read = new byte[bytes.Length];
        for (int round = 0; round < 4; round++)
        {
            file.Append(bytes);
            Assert.Equal(bytes.Length, file.Read((long)round * bytes.Length, read));
            Assert.Equal(bytes, read);
            Assert.Equal(100, file.Read(file.SizeBytes - 100, read));
            Assert.Equal(0, file.Read(file.SizeBytes + 5, read));
        }

        file.Sync();
        files.SyncNames();
        file.Truncate(bytes.Length + 7);
        Assert.Equal(7, file.Read(bytes.Length, read));
        Assert.Equal(bytes[..7], read[..7]);
        Assert.Equal(["s-1"], files.Names());
    }

    [Fact]
    public void Read_AFileThatIsClosedOrDeleted_GivesNothingOrWhatItHad()
    {
        using TemporaryFolder folder = new();
        FolderStateFiles files = new(folder.At("state"));
        IStateFile open = files.Open("s-1");
        open.Append(new byte[5 << 20]);
        byte[] read = new byte[10];
        Assert.Equal(10, open.Read(0, read));
        files.Delete("s-1");
        files.Delete("s-1");
        Assert.Equal(10, open.Read(0, read));
        open.Dispose();
        Assert.Equal(0, open.Read(0, read));
        open.Sync();
        Assert.Empty(files.Names());
    }

    [Fact]
    public void Open_AfterItsProcessWasKilledAgainAndAgain_IsAtAWholeVersionNotBeforeTheLastFlushed() => KillAgainAndAgain(10);

    [Fact]
    [Trait("lane", "nightly")]
    public void Open_AfterItsProcessWasKilledAThousandTimes_IsAtAWholeVersionNotBeforeTheLastFlushed() => KillAgainAndAgain(1_000);

    private static void KillAgainAndAgain(int times)
    {
        using TemporaryFolder folder = new();
        string data = folder.At("data");
        Random random = new(times);
        Dictionary<Hash256, byte[]> expected = [];
        ulong version = 0;
        for (int round = 0; round < times; round++)
        {
            string progress = folder.At($"progress-{round}");
            ulong flushed = Kill(data, progress, TimeSpan.FromMilliseconds(random.Next(40)));
            CompactStateStore store = new(new FolderStateFiles(data), "s", settings: StateWriter.Settings);
            Assert.True(store.Version >= flushed && store.Version >= version, $"round {round}: {store.Version}, {flushed} flushed, {version} before");
            for (; version < store.Version; version++)
            {
                Apply(expected, StateWriter.Changes(version + 1));
            }

            Assert.Equal(expected.Count, store.Count);
            for (int index = 0; index < 200; index++)
            {
                Hash256 key = StateWriter.Key(index);
                byte[]? value = expected.GetValueOrDefault(key);
                Assert.Equal(value, store.Get(key));
            }

            Assert.Equal(StateProofFault.None, StateProofVerifier.Verify(
                store.Root, StateWriter.Key(1), store.Get(StateWriter.Key(1)), store.Prove(StateWriter.Key(1))));
            store.Close();
        }
    }

    /// <summary>Lets the writer get on and kills it.</summary>
    /// <returns>The newest version that it knew to be durable.</returns>
    private static ulong Kill(string data, string progress, TimeSpan after)
    {
        using (Process writer = StateWriter.Start(data, progress))
        {
            try
            {
                Stopwatch patience = Stopwatch.StartNew();
                while (StoreWriter.Durable(progress) == 0)
                {
                    Assert.False(writer.HasExited || patience.Elapsed > TimeSpan.FromSeconds(50));
                    Thread.Sleep(1);
                }

                Thread.Sleep(after);
            }
            finally
            {
                writer.Kill();
                writer.WaitForExit();
            }
        }

        return (ulong)StoreWriter.Durable(progress);
    }

    private static void Apply(Dictionary<Hash256, byte[]> entries, KeyValuePair<Hash256, byte[]?>[] changes)
    {
        foreach ((Hash256 key, byte[]? value) in changes)
        {
            if (value is null)
            {
                entries.Remove(key);
            }
            else
            {
                entries[key] = value;
            }
        }
    }
}
