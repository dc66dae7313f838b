using System.Buffers.Binary;
using System.Diagnostics;
using Komandor.Node.Storage;
using Komandor.State;
using Komandor.Testing;

namespace Komandor.Node.Tests.Storage;

public sealed class RocksKeyValueStoreTests
{
    private static readonly RocksSettings _small = new(1 << 20, 1 << 18, 64);

    [Fact]
    public void Open_AfterClosing_HoldsWhatWasWritten()
    {
        using TemporaryFolder folder = new();
        using (RocksKeyValueStore store = new(folder.FullName, _small))
        {
            Write(store, (1, [1]), (2, []), (3, [3]));
            Write(store, (1, null), (3, [4, 5]), (9, null));
        }

        using RocksKeyValueStore again = new(folder.FullName, _small);
        Assert.Null(again.Get([1]));
        Assert.Empty(again.Get([2])!);
        Assert.Equal([4, 5], again.Get([3])!);
        Assert.Equal([[2], [3]], again.Scan([], []).Select(entry => entry.Key));
    }

    [Fact]
    public void Scan_PrefixAndStart_GivesThatStretchAscending()
    {
        using TemporaryFolder folder = new();
        using RocksKeyValueStore store = new(folder.FullName, _small);
        KeyValueBatch batch = new();
        foreach (byte[] key in new byte[][] { [7, 3], [7], [6, 255], [7, 1], [8], [7, 255, 255], [255, 255] })
        {
            batch.Put(key, key);
        }

        store.Write(batch, durable: false);
        Assert.Equal([[7], [7, 1], [7, 3], [7, 255, 255]], store.Scan([7], []).Select(entry => entry.Value));
        Assert.Equal([[7, 3], [7, 255, 255]], store.Scan([7], [7, 2]).Select(entry => entry.Key));
        Assert.Equal([[255, 255]], store.Scan([255], [1]).Select(entry => entry.Key));
        Assert.Empty(store.Scan([9], []));
    }

    [Fact]
    public void Write_TwoChangesOfAKey_TheLaterWins()
    {
        using TemporaryFolder folder = new();
        using RocksKeyValueStore store = new(folder.FullName, _small);
        Write(store, (1, [1]), (1, null), (2, null), (2, [2]));
        Assert.Null(store.Get([1]));
        Assert.Equal([2], store.Get([2])!);
    }

    [Fact]
    public void Open_AFolderThatIsOpen_SaysThatAnotherHasIt()
    {
        using TemporaryFolder folder = new();
        using RocksKeyValueStore store = new(folder.FullName, _small);
        IOException exception = Assert.Throws<IOException>(() => new RocksKeyValueStore(folder.FullName, _small));
        Assert.Contains("another process has it open", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithADamagedIndex_SaysSo()
    {
        using TemporaryFolder folder = new();
        Fill(folder.FullName);
        File.WriteAllText(folder.At("CURRENT"), "nothing");
        AssertDamaged(() => new RocksKeyValueStore(folder.FullName, _small));
    }

    [Fact]
    public void Read_ADamagedTable_SaysSoAndNeverEndsEarly()
    {
        using TemporaryFolder folder = new();
        Fill(folder.FullName);
        foreach (string table in Directory.GetFiles(folder.FullName, "*.sst"))
        {
            byte[] bytes = File.ReadAllBytes(table);
            bytes.AsSpan(bytes.Length / 4, bytes.Length / 4).Fill(0x5a);
            File.WriteAllBytes(table, bytes);
        }

        using RocksKeyValueStore store = new(folder.FullName, _small);
        AssertDamaged(() => store.Scan([], []).Count());
        AssertDamaged(() => Enumerable.Range(0, 1_000).Count(index => store.Get(StoreWriter.Key(index, 0)) is null));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(400)]
    public void Open_AfterItsProcessWasKilled_IsAtAWholeBatchNotBeforeTheLastDurable(int batches)
    {
        using TemporaryFolder folder = new();
        string data = folder.At("data"), progress = folder.At("progress");
        using (Process writer = StoreWriter.Start(data, progress))
        {
            try
            {
                Stopwatch patience = Stopwatch.StartNew();
                while (StoreWriter.Durable(progress) < batches)
                {
                    Assert.False(writer.HasExited || patience.Elapsed > TimeSpan.FromSeconds(50));
                    Thread.Sleep(1);
                }

                Assert.Throws<IOException>(() => new RocksKeyValueStore(data, _small));
            }
            finally
            {
                writer.Kill();
                writer.WaitForExit();
            }
        }

        int durable = StoreWriter.Durable(progress);
        using RocksKeyValueStore store = new(data, _small);
        int newest = BinaryPrimitives.ReadInt32BigEndian(store.Get(StoreWriter.Newest));
        Assert.InRange(newest, durable, int.MaxValue);
        int entries = 0;
        foreach ((byte[] key, byte[] value) in store.Scan("e"u8.ToArray(), []))
        {
            int batch = 1 + (entries / StoreWriter.EntriesPerBatch);
            Assert.Equal(StoreWriter.Key(batch, entries % StoreWriter.EntriesPerBatch), key);
            Assert.Equal(StoreWriter.Value(batch), value);
            entries++;
        }

        Assert.Equal(newest * StoreWriter.EntriesPerBatch, entries);
    }

    private static void Write(RocksKeyValueStore store, params (byte Key, byte[]? Value)[] changes)
    {
        KeyValueBatch batch = new();
        foreach ((byte key, byte[]? value) in changes)
        {
            if (value is null)
            {
                batch.Delete([key]);
            }
            else
            {
                batch.Put([key], value);
            }
        }

        store.Write(batch, durable: true);
    }

    // Opening it again moves the entries from the log into a table.
    private static void Fill(string folder)
    {
        using (RocksKeyValueStore store = new(folder, _small))
        {
            KeyValueBatch batch = new();
            for (int index = 0; index < 1_000; index++)
            {
                batch.Put(StoreWriter.Key(index, 0), StateHash.Value(BitConverter.GetBytes(index)).ToArray());
            }

            store.Write(batch, durable: true);
        }

        new RocksKeyValueStore(folder, _small).Dispose();
    }

    private static void AssertDamaged(Action action)
    {
        IOException exception = Assert.Throws<IOException>(action);
        Assert.Contains("files are damaged", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertDamaged(Func<object> action) => AssertDamaged(() => { action(); });
}
