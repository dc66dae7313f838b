using Komandor.State;
using RocksDbSharp;

namespace Komandor.Node.Storage;

/// <summary>The storage engine of a node: one RocksDB folder.</summary>
/// <remarks>Safe from many threads. Memory: <see cref="RocksSettings"/>.</remarks>
public sealed class RocksKeyValueStore : IKeyValueStore, IDisposable
{
    private readonly string _folder;
    private readonly RocksDb _database;
    private readonly WriteOptions _durable = new WriteOptions().SetSync(true);
    private readonly WriteOptions _relaxed = new WriteOptions().SetSync(false);
    private readonly ReadOptions _read = new ReadOptions().SetVerifyChecksums(true);

    /// <summary>Opens the store in <paramref name="folder"/>, or makes it.</summary>
    /// <exception cref="IOException">Another process has it open, its files are damaged, or the disk is full; the message says which.</exception>
    public RocksKeyValueStore(string folder, RocksSettings? settings = null)
    {
        settings ??= new RocksSettings();
        _folder = folder;
        Directory.CreateDirectory(folder);
        try
        {
            _database = RocksDb.Open(Options(settings), folder);
        }
        catch (RocksDbException exception)
        {
            throw Explain(exception, folder);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The disk failed or the data is damaged.</exception>
    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        try
        {
            return _database.Get(key.ToArray(), readOptions: _read);
        }
        catch (RocksDbException exception)
        {
            throw Explain(exception, _folder);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The disk failed or the data is damaged.</exception>
    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(byte[] prefix, byte[] from)
    {
        using Iterator iterator = _database.NewIterator(readOptions: _read);
        iterator.Seek(prefix.AsSpan().SequenceCompareTo(from) > 0 ? prefix : from);
        for (; iterator.Valid(); iterator.Next())
        {
            byte[] key = iterator.Key();
            if (!key.AsSpan().StartsWith(prefix))
            {
                yield break;
            }

            yield return new(key, iterator.Value());
        }

        // An iterator that meets a damaged block or a failing disk becomes invalid, as one does at the end.
        Native.Instance.rocksdb_iter_get_error(iterator.Handle, out IntPtr error);
        if (error != IntPtr.Zero)
        {
            throw Explain(new RocksDbException(error), _folder);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The disk failed or is full; nothing of the batch was written.</exception>
    public void Write(KeyValueBatch batch, bool durable)
    {
        using WriteBatch writes = new();
        foreach ((byte[] key, byte[]? value) in batch.Changes)
        {
            if (value is null)
            {
                writes.Delete(key);
            }
            else
            {
                writes.Put(key, value);
            }
        }

        try
        {
            _database.Write(writes, durable ? _durable : _relaxed);
        }
        catch (RocksDbException exception)
        {
            throw Explain(exception, _folder);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static DbOptions Options(RocksSettings settings)
    {
        BlockBasedTableOptions table = new BlockBasedTableOptions()
            .SetBlockCache(Cache.CreateLru((ulong)settings.BlockCacheSizeBytes))
            .SetCacheIndexAndFilterBlocks(true)
            .SetFilterPolicy(BloomFilterPolicy.Create(10, false));
        return new DbOptions()
            .SetCreateIfMissing(true)
            .SetParanoidChecks(true)
            .SetMaxOpenFiles(settings.MaximumOpenFiles)
            .SetWriteBufferSize((ulong)settings.MemtableSizeBytes)
            .SetMaxWriteBufferNumber(3)
            .SetCompression(Compression.Lz4)
            .SetBlockBasedTableFactory(table)
            .SetKeepLogFileNum(2);
    }

    private static IOException Explain(RocksDbException exception, string folder)
    {
        string message = exception.Message;
        string cause = message.StartsWith("Corruption", StringComparison.Ordinal) ? "its files are damaged; restore them or resynchronise"
            : message.Contains("No space left", StringComparison.OrdinalIgnoreCase) ? "the disk is full"
            : message.Contains("lock ", StringComparison.Ordinal) && message.Contains("LOCK", StringComparison.Ordinal) ? "another process has it open"
            : "the storage engine failed";
        return new IOException($"The store in {folder} cannot be used: {cause} ({message}).", exception);
    }
}
