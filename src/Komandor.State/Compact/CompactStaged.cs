using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>A commit of a <see cref="CompactStateStore"/> that no reader sees yet.</summary>
internal sealed class CompactStaged(CompactStateStore owner, ulong version, Hash256 root, ulong number, int changes) : StagedCommit(version, root)
{
    /// <summary>The store that staged it.</summary>
    internal CompactStateStore Owner => owner;

    /// <summary>Counts the stagings of the store: only the newest can be committed.</summary>
    internal ulong Number => number;

    /// <summary>The number of changes that were asked for.</summary>
    internal int Changes => changes;
}
