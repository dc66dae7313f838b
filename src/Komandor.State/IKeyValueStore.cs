namespace Komandor.State;

/// <summary>What the core asks of a storage engine: ordered byte keys, atomic batches. Implemented by the shell.</summary>
public interface IKeyValueStore
{
    /// <summary>The value of <paramref name="key"/>, or null when there is none.</summary>
    byte[]? Get(ReadOnlySpan<byte> key);

    /// <summary>All entries whose key starts with <paramref name="prefix"/> and is not less than <paramref name="from"/>, ascending by key bytes.</summary>
    IEnumerable<KeyValuePair<byte[], byte[]>> Scan(byte[] prefix, byte[] from);

    /// <summary>Writes all of <paramref name="batch"/> or nothing.</summary>
    /// <param name="batch">The changes; later ones of a key win.</param>
    /// <param name="durable">Whether the batch, and all before it, must survive a power loss once this returns.</param>
    void Write(KeyValueBatch batch, bool durable);
}
