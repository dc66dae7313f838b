using Komandor.Primitives;
using Microsoft.Data.Sqlite;

namespace Komandor.Indexer;

/// <summary>The read models in SQLite: one writer, and readers beside it.</summary>
/// <remarks>The index holds nothing that the block store lacks. It has its own height, so that after a crash it goes on where it was; deleting
/// its file makes it build itself anew. Writing is for one thread; <see cref="Reader"/> serves all others.</remarks>
public sealed class BlockIndex : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly IndexWriter _writer;

    /// <summary>Opens or begins the index at <paramref name="path"/>.</summary>
    /// <param name="path">The file; an index of another chain or another version of the tables is replaced.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="cacheSizeBytes">The most memory that the writer's page cache takes.</param>
    /// <param name="readers">The most reading connections, each with a cache of at most 4 MiB.</param>
    public BlockIndex(string path, ChainId chain, long cacheSizeBytes = 64 << 20, int readers = 8)
    {
        _connection = IndexSchema.Open(path, chain.Value.ToArray(), cacheSizeBytes);
        _writer = new IndexWriter(_connection);
        Reader = new IndexReader(path, readers);
        NextHeight = Reader.LatestHeight() is ulong height ? height + 1 : 0;
    }

    /// <summary>The height of the block that the index needs next.</summary>
    public ulong NextHeight { get; private set; }

    /// <summary>Reads; from any thread.</summary>
    public IndexReader Reader { get; }

    /// <summary>Applies blocks in one transaction; those that it has already are passed over.</summary>
    /// <param name="blocks">Ascending by height, without a gap from <see cref="NextHeight"/> on.</param>
    /// <exception cref="SqliteException">The disk failed; nothing was applied.</exception>
    public void Apply(IReadOnlyList<IndexedBlock> blocks)
    {
        ulong next = NextHeight;
        using SqliteTransaction transaction = _connection.BeginTransaction();
        _writer.Join(transaction);
        foreach (IndexedBlock block in blocks)
        {
            if (block.Height < next)
            {
                continue;
            }

            Invariant.Require(block.Height == next, "The index was handed blocks with a gap.");
            _writer.Write(block);
            next++;
        }

        _writer.Flush();
        transaction.Commit();
        NextHeight = next;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Reader.Dispose();
        _writer.Dispose();
        _connection.Dispose();
    }
}
