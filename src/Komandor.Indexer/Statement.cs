using Microsoft.Data.Sqlite;

namespace Komandor.Indexer;

/// <summary>A prepared statement whose parameters are set by place.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    /// <summary>Prepares <paramref name="sql"/>, whose parameters are named $0, $1 and so on.</summary>
    internal Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new SqliteParameter[parameters];
        for (int index = 0; index < parameters; index++)
        {
            _parameters[index] = new SqliteParameter(FormattableString.Invariant($"${index}"), null);
            _command.Parameters.Add(_parameters[index]);
        }

        _command.Prepare();
    }

    /// <summary>Sets a parameter; null is SQL's null.</summary>
    internal object? this[int index]
    {
        set => _parameters[index].Value = value ?? DBNull.Value;
    }

    /// <summary>Binds the transaction that the statement runs in.</summary>
    internal void Join(SqliteTransaction? transaction) => _command.Transaction = transaction;

    /// <summary>Runs it.</summary>
    internal int Execute() => _command.ExecuteNonQuery();

    /// <summary>Runs it and reads rows.</summary>
    internal SqliteDataReader Read() => _command.ExecuteReader();

    /// <inheritdoc/>
    public void Dispose() => _command.Dispose();
}
