using System.Buffers.Binary;
using Komandor.State;

namespace Komandor.Replica;

/// <summary>The two places of the state in a member's store: one is current, the other takes a state that is being learned.</summary>
internal static class StatePlaces
{
    private const string Even = "even", Odd = "odd";

    /// <summary>How the names of the current state's files begin.</summary>
    public static string Current(IKeyValueStore store) => IsOdd(store) ? Odd : Even;

    /// <summary>How those of the other place begin.</summary>
    public static string Other(IKeyValueStore store) => IsOdd(store) ? Even : Odd;

    /// <summary>Makes the other place the current one.</summary>
    public static void Switch(IKeyValueStore store, KeyValueBatch batch) => batch.Put(StoreKeys.StatePlace, [IsOdd(store) ? (byte)0 : (byte)1]);

    /// <summary>Notes that the log of <paramref name="place"/> is on the disk up to <paramref name="version"/>.</summary>
    public static void PutDurable(KeyValueBatch batch, string place, ulong version)
    {
        byte[] value = new byte[1 + sizeof(ulong)];
        value[0] = place == Odd ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt64BigEndian(value.AsSpan(1), version);
        batch.Put(StoreKeys.DurableState, value);
    }

    /// <summary>The version up to which the log of <paramref name="place"/> was noted to be on the disk; 0 when nothing was noted of it.</summary>
    public static ulong Durable(IKeyValueStore store, string place) =>
        store.Get(StoreKeys.DurableState) is { Length: 1 + sizeof(ulong) } value && value[0] == (place == Odd ? 1 : 0)
            ? BinaryPrimitives.ReadUInt64BigEndian(value.AsSpan(1))
            : 0;

    /// <summary>Whether the current place is the one named odd.</summary>
    public static bool IsOdd(IKeyValueStore store) => store.Get(StoreKeys.StatePlace) is [1];
}
