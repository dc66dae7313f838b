namespace Komandor.Indexer;

/// <summary>Where the index reads final blocks: the node's block store.</summary>
public interface IFinalBlocks
{
    /// <summary>The final block at <paramref name="height"/>, or null while there is none here.</summary>
    IndexedBlock? Read(ulong height);
}
