namespace Komandor.State;

/// <summary>A place of a store in which a state can lie: all keys that start with one byte.</summary>
public static class StatePlace
{
    /// <summary>Whether nothing lies in the place.</summary>
    public static bool IsEmpty(IKeyValueStore store, byte prefix) => !store.Scan([prefix], [prefix]).Any();

    /// <summary>Deletes a bounded number of the place's entries; call it until it returns true, writing each batch before the next call.</summary>
    /// <param name="store">The engine.</param>
    /// <param name="prefix">The place.</param>
    /// <param name="most">How many entries to delete at most.</param>
    /// <param name="batch">Receives the deletions.</param>
    /// <returns>Whether the place is empty once <paramref name="batch"/> is written.</returns>
    public static bool Clear(IKeyValueStore store, byte prefix, int most, KeyValueBatch batch)
    {
        // Parts and the records that a store or an import opens with come first, so nothing opens what is half deleted.
        foreach ((byte[] key, _) in store.Scan([prefix], [prefix]))
        {
            if (most-- == 0)
            {
                return false;
            }

            batch.Delete(key);
        }

        return true;
    }
}
