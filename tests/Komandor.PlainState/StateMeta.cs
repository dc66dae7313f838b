using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>The record that a store opens with.</summary>
/// <param name="Version">The current version.</param>
/// <param name="Oldest">The oldest version that can still be read.</param>
/// <param name="Top">The tree.</param>
internal sealed record StateMeta(ulong Version, ulong Oldest, Slot Top)
{
    private const byte Format = 1;

    /// <summary>The record's bytes.</summary>
    public byte[] ToArray()
    {
        CanonicalWriter writer = new(64);
        writer.Byte(Format);
        writer.UInt64(Version);
        writer.UInt64(Oldest);
        writer.VarUInt((ulong)Top.Count);
        writer.Hash(Top.Hash);
        return writer.ToArray();
    }

    /// <summary>Reads a store's record; an empty store has none.</summary>
    /// <exception cref="InvalidDataException">The record is damaged or of another format.</exception>
    public static StateMeta Load(IKeyValueStore store, StateKeys keys)
    {
        byte[]? bytes = store.Get(keys.Meta);
        if (bytes is null)
        {
            return new StateMeta(0, 0, default);
        }

        CanonicalReader reader = new(bytes);
        bool known = reader.Byte() == Format;
        StateMeta meta = new(reader.UInt64(), reader.UInt64(), new Slot((long)reader.VarUInt(long.MaxValue), reader.Hash()));
        return reader.TryFinish(out _) && known ? meta
            : throw new InvalidDataException("The state store is damaged or of another format: its first record cannot be read.");
    }
}
