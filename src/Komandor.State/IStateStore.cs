using Komandor.Primitives;

namespace Komandor.State;

/// <summary>The authenticated object store: docs/protocol/state.md. One writer; readers of snapshots run beside it.</summary>
public interface IStateStore : IStateReader
{
    /// <summary>Computes the root that <paramref name="changes"/> lead to, and changes nothing that a reader sees.</summary>
    /// <param name="changes">At most one change a key; a null value deletes.</param>
    StagedCommit Stage(IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes);

    /// <summary>Makes <paramref name="staged"/> the current version and adds its writes to <paramref name="batch"/>, which the caller then writes
    /// atomically with what belongs to the same block.</summary>
    /// <remarks>Only the staging of the current version can be committed. If writing the batch fails, this instance is of no further use.</remarks>
    void Commit(StagedCommit staged, KeyValueBatch batch);

    /// <summary>A reader of <paramref name="version"/> that later commits do not change, or null when that version is pruned or not yet there.</summary>
    IStateReader? Snapshot(ulong version);

    /// <summary>Forgets the versions before <paramref name="oldestVersion"/>, adding the deletions to <paramref name="batch"/> within a bounded share of work.</summary>
    void Prune(ulong oldestVersion, KeyValueBatch batch);
}
