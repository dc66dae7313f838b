namespace Komandor.State;

/// <summary>Changes that a storage engine applies together, in their order.</summary>
public sealed class KeyValueBatch
{
    private readonly List<KeyValuePair<byte[], byte[]?>> _changes = [];

    /// <summary>The changes; a null value deletes its key.</summary>
    public IReadOnlyList<KeyValuePair<byte[], byte[]?>> Changes => _changes;

    /// <summary>Sets <paramref name="key"/>; both arrays now belong to the batch.</summary>
    public void Put(byte[] key, byte[] value) => _changes.Add(new(key, value));

    /// <summary>Deletes <paramref name="key"/>; absent is fine.</summary>
    public void Delete(byte[] key) => _changes.Add(new(key, null));
}
