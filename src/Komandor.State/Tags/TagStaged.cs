using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>A batch that was checked and whose root is known, and that changed nothing yet.</summary>
public sealed class TagStaged
{
    internal TagStaged(ulong version, Hash256 root, Hash256[] batch, Hash256[] young)
    {
        (Version, Root, Batch, Young) = (version, root, batch, young);
    }

    /// <summary>The version that it makes.</summary>
    public ulong Version { get; }

    /// <summary>The root of that version.</summary>
    public Hash256 Root { get; }

    /// <summary>The new tags, ascending.</summary>
    internal Hash256[] Batch { get; }

    /// <summary>The young tags with them.</summary>
    internal Hash256[] Young { get; }
}
