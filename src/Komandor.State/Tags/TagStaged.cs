using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>A batch that was checked and whose root is known, and that changed nothing yet.</summary>
public sealed class TagStaged
{
    internal TagStaged(ulong version, Hash256 root, Hash256[] batch, TagChanges changes)
    {
        (Version, Root, Batch, Changes) = (version, root, batch, changes);
    }

    /// <summary>The version that it makes.</summary>
    public ulong Version { get; }

    /// <summary>The root of that version.</summary>
    public Hash256 Root { get; }

    /// <summary>The new tags, ascending.</summary>
    internal Hash256[] Batch { get; }

    /// <summary>What it changes of the tree.</summary>
    internal TagChanges Changes { get; }
}
