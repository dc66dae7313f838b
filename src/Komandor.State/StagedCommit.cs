using Komandor.Primitives;

namespace Komandor.State;

/// <summary>A commit whose root is known and which no reader sees yet. Each store derives its own.</summary>
public abstract class StagedCommit
{
    /// <summary>A staging that leads to <paramref name="root"/> at <paramref name="version"/>.</summary>
    protected StagedCommit(ulong version, Hash256 root)
    {
        Version = version;
        Root = root;
    }

    /// <summary>The version that committing makes: one more than the current.</summary>
    public ulong Version { get; }

    /// <summary>The root of that version.</summary>
    public Hash256 Root { get; }
}
