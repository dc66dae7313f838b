using Komandor.Primitives;

namespace Komandor.State;

/// <summary>The authenticated object store: docs/protocol/state.md. One writer; readers of snapshots run beside it.</summary>
public interface IStateStore : IStateReader
{
    /// <summary>Computes the root that <paramref name="changes"/> lead to, and changes nothing that a reader sees.</summary>
    /// <param name="changes">At most one change a key; a null value deletes.</param>
    StagedCommit Stage(IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes);

    /// <summary>Makes <paramref name="staged"/>, the newest staging, the current version; <see cref="Flush"/> makes it durable.</summary>
    void Commit(StagedCommit staged);

    /// <summary>Makes all that was committed before this call durable. From any thread, one at a time.</summary>
    /// <remarks>Who keeps something beside the state syncs that after this: the log then opens at any version that the owner can have fallen back to.</remarks>
    void Flush();

    /// <summary>A reader of <paramref name="version"/> that later commits do not change, or null when that version is pruned or not yet there.</summary>
    IStateReader? Snapshot(ulong version);

    /// <summary>Forgets the versions before <paramref name="oldestVersion"/>.</summary>
    void Prune(ulong oldestVersion);
}
