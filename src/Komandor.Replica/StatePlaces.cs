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

    private static bool IsOdd(IKeyValueStore store) => store.Get(StoreKeys.StatePlace) is [1];
}
