using Komandor.State;

namespace Komandor.Replica;

/// <summary>The two places of the state in a member's store: one is current, the other takes a state that is being learned.</summary>
internal static class StatePlaces
{
    /// <summary>The key prefix of the current state.</summary>
    public static byte Current(IKeyValueStore store) =>
        store.Get(StoreKeys.StatePlace) is [StoreKeys.StateOdd] ? StoreKeys.StateOdd : StoreKeys.StateEven;

    /// <summary>The key prefix of the other place.</summary>
    public static byte Other(IKeyValueStore store) =>
        Current(store) == StoreKeys.StateEven ? StoreKeys.StateOdd : StoreKeys.StateEven;
}
