using Komandor.PlainState;
using Komandor.Primitives;

namespace Komandor.State.Tests;

/// <summary>Stores to test with.</summary>
internal static class TestStates
{
    public const byte Prefix = (byte)'S';

    /// <summary>The state key number <paramref name="index"/>.</summary>
    public static Hash256 Key(int index) => StateHash.Value(BitConverter.GetBytes(index));

    /// <summary>A key that begins as number <paramref name="family"/> does, for <paramref name="bits"/> bits that are whole bytes.</summary>
    public static Hash256 Crowded(int family, int bits, int index)
    {
        byte[] bytes = Key(index).ToArray();
        Key(family).ToArray().AsSpan(0, bits / 8).CopyTo(bytes);
        return new Hash256(bytes);
    }

    /// <summary>A value that is easy to tell from others.</summary>
    public static byte[] Value(int index, int sizeBytes)
    {
        byte[] value = new byte[sizeBytes];
        new Random(index).NextBytes(value);
        return value;
    }

    /// <summary>A store with these entries at version 1.</summary>
    public static CompactStateStore Fill(IEnumerable<KeyValuePair<Hash256, byte[]>> entries, MemoryStateFiles? files = null)
    {
        CompactStateStore store = new(files ?? new MemoryStateFiles(), "s");
        store.Commit(store.Stage([.. entries.Select(entry => new KeyValuePair<Hash256, byte[]?>(entry.Key, entry.Value))]));
        return store;
    }

    /// <summary>A plain store with these entries at version 1.</summary>
    public static SparseMerkleStore FillPlain(IEnumerable<KeyValuePair<Hash256, byte[]>> entries, MemoryKeyValueStore? engine = null)
    {
        engine ??= new MemoryKeyValueStore();
        SparseMerkleStore store = new(engine, Prefix);
        Commit(store, engine, [.. entries.Select(entry => new KeyValuePair<Hash256, byte[]?>(entry.Key, entry.Value))]);
        return store;
    }

    /// <summary>Commits and writes one block.</summary>
    public static void Commit(SparseMerkleStore store, IKeyValueStore engine, IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes)
    {
        KeyValueBatch batch = new();
        store.Commit(store.Stage(changes), batch);
        engine.Write(batch, true);
    }

    /// <summary>All entries of a place, engine keys and values.</summary>
    public static string Dump(IKeyValueStore engine, byte prefix) =>
        string.Join('\n', engine.Scan([prefix], [prefix]).Select(entry => $"{Convert.ToHexString(entry.Key)} {Convert.ToHexString(entry.Value)}"));
}
