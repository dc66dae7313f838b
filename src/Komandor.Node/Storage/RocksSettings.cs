namespace Komandor.Node.Storage;

/// <summary>How much memory and how many files a RocksDB folder may take.</summary>
/// <param name="BlockCacheSizeBytes">For blocks, indexes and filters of the tables that were read.</param>
/// <param name="MemtableSizeBytes">One of at most three tables of recent writes.</param>
/// <param name="MaximumOpenFiles">Files open at once.</param>
public sealed record RocksSettings(long BlockCacheSizeBytes = 128L << 20, long MemtableSizeBytes = 64L << 20, int MaximumOpenFiles = 512);
