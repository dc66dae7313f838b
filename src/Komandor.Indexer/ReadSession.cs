using Microsoft.Data.Sqlite;

namespace Komandor.Indexer;

/// <summary>One reading connection with the statements that it has prepared; for one thread at a time.</summary>
internal sealed class ReadSession(SqliteConnection connection) : IDisposable
{
    // The texts are constants of IndexReader, so there are as many as that has queries.
    private readonly Dictionary<string, Statement> _statements = [];
    private SqliteTransaction? _transaction;

    /// <summary>Runs a query.</summary>
    internal SqliteDataReader Query(string sql, params ReadOnlySpan<object> values)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            statement = new Statement(connection, sql, values.Length);
            _statements.Add(sql, statement);
        }

        for (int index = 0; index < values.Length; index++)
        {
            statement[index] = values[index];
        }

        statement.Join(_transaction);
        return statement.Read();
    }

    /// <summary>Runs a query and gathers its rows.</summary>
    internal List<TRow> List<TRow>(Func<SqliteDataReader, TRow> row, string sql, params ReadOnlySpan<object> values)
    {
        using SqliteDataReader reader = Query(sql, values);
        List<TRow> rows = [];
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>Height of the newest block; 0 when there is none.</summary>
    internal ulong Height()
    {
        using SqliteDataReader reader = Query("SELECT coalesce(max(height), 0) FROM blocks");
        return reader.Read() ? Columns.Unsigned(reader.GetInt64(0)) : 0;
    }

    /// <summary>Runs several queries on one version of the database.</summary>
    internal TResult Consistent<TResult>(Func<TResult> read)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        _transaction = transaction;
        try
        {
            return read();
        }
        finally
        {
            _transaction = null;
            transaction.Rollback();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }
}
