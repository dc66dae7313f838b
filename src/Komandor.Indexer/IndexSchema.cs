using Microsoft.Data.Sqlite;

namespace Komandor.Indexer;

/// <summary>The tables of the index.</summary>
/// <remarks>Ids are 32-byte blobs; the KMCC asset is the empty blob; an owner is the first 16 bytes of the SHA-256 of a lock's encoding;
/// unsigned numbers are stored as the signed ones of the same bits, so they are added and compared in C#, never in SQL.</remarks>
internal static class IndexSchema
{
    /// <summary>Raised whenever the tables change: an index of another version is built anew.</summary>
    internal const long Version = 2;

    private const string Tables = """
        CREATE TABLE blocks(
            height INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, round INTEGER NOT NULL, time INTEGER NOT NULL,
            executed INTEGER NOT NULL, rejected INTEGER NOT NULL, finality_ms INTEGER) STRICT;
        CREATE TABLE transactions(
            id BLOB PRIMARY KEY, witness_id BLOB, height INTEGER NOT NULL, position INTEGER, fee INTEGER NOT NULL, fault TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE objects(
            id BLOB NOT NULL, version INTEGER NOT NULL, type INTEGER NOT NULL, owner BLOB NOT NULL, lock BLOB NOT NULL, asset BLOB,
            amount INTEGER NOT NULL, label TEXT, content BLOB, created_by BLOB, spent_by BLOB,
            PRIMARY KEY(id, version)) STRICT, WITHOUT ROWID;
        CREATE INDEX coins ON objects(owner, id) WHERE spent_by IS NULL AND asset IS NOT NULL;
        CREATE TABLE balances(
            owner BLOB NOT NULL, asset BLOB NOT NULL, amount INTEGER NOT NULL, coins INTEGER NOT NULL,
            PRIMARY KEY(owner, asset)) STRICT, WITHOUT ROWID;
        CREATE TABLE totals(asset BLOB PRIMARY KEY, amount INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE kinds(kind INTEGER PRIMARY KEY, transactions INTEGER NOT NULL) STRICT;
        CREATE TABLE history(
            owner BLOB NOT NULL, height INTEGER NOT NULL, position INTEGER NOT NULL, asset BLOB NOT NULL,
            received INTEGER NOT NULL, spent INTEGER NOT NULL, transaction_id BLOB NOT NULL,
            PRIMARY KEY(owner, height, position, asset)) STRICT, WITHOUT ROWID;
        """;

    private const int SqliteError = 1;
    private const int SqliteReadOnly = 8;
    private const int SqliteCorrupt = 11;
    private const int SqliteNoDatabase = 26;

    /// <summary>Whether a failure says that the file is damaged: not that the disk is full, failing or in use, which deleting would not help.</summary>
    internal static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is SqliteCorrupt or SqliteNoDatabase or SqliteError or SqliteReadOnly;

    /// <summary>Opens the index of a chain at <paramref name="path"/>; one that is damaged, or of another chain or version, is deleted and begun anew.</summary>
    internal static SqliteConnection Open(string path, ReadOnlySpan<byte> chain, long cacheSizeBytes)
    {
        if (TryOpen(path, chain, cacheSizeBytes) is SqliteConnection kept)
        {
            return kept;
        }

        foreach (string suffix in new[] { "", "-wal", "-shm" })
        {
            File.Delete(path + suffix);
        }

        SqliteConnection connection = Connect(path, cacheSizeBytes);
        using SqliteTransaction transaction = connection.BeginTransaction();
        Execute(connection, Tables);
        Execute(connection, "CREATE TABLE chain(id BLOB NOT NULL) STRICT");
        using (SqliteCommand insert = connection.CreateCommand())
        {
            insert.CommandText = "INSERT INTO chain VALUES ($id)";
            insert.Parameters.AddWithValue("$id", chain.ToArray());
            insert.ExecuteNonQuery();
        }

        Execute(connection, FormattableString.Invariant($"PRAGMA user_version = {Version}"));
        transaction.Commit();
        return connection;
    }

    private static SqliteConnection? TryOpen(string path, ReadOnlySpan<byte> chain, long cacheSizeBytes)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path, cacheSizeBytes);
            if (Matches(connection, chain))
            {
                return connection;
            }
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            // The blocks are elsewhere: it is built anew from them.
        }

        connection?.Dispose();
        return null;
    }

    /// <summary>A connection that only reads, beside the writer.</summary>
    internal static SqliteConnection OpenReader(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA query_only = ON; PRAGMA cache_size = -4096;");
        return connection;
    }

    private static SqliteConnection Connect(string path, long cacheSizeBytes)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();

            // NORMAL: a power loss may take the last blocks but never the order; they are read again from the block store.
            Execute(connection, FormattableString.Invariant(
                $"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -{cacheSizeBytes / 1024}; PRAGMA journal_size_limit = 67108864;"));
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return connection;
    }

    private static bool Matches(SqliteConnection connection, ReadOnlySpan<byte> chain)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        if ((long)command.ExecuteScalar()! != Version)
        {
            return false;
        }

        command.CommandText = "SELECT id FROM chain";
        return command.ExecuteScalar() is byte[] id && chain.SequenceEqual(id);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
