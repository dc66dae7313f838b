namespace Komandor.State.Tags;

/// <summary>The undos of the versions that are kept.</summary>
internal sealed class TagHistory
{
    private readonly List<TagUndo> _undos = [];

    /// <summary>The memory that they take.</summary>
    internal long SizeBytes => _undos.Sum(undo => undo.SizeBytes);

    /// <summary>Adds the next version's.</summary>
    internal void Append(TagUndo undo) => _undos.Add(undo);

    /// <summary>Forgets what leads to versions before <paramref name="oldest"/>.</summary>
    internal void Forget(ulong oldest) => _undos.RemoveAll(undo => undo.Version <= oldest);

    /// <summary>All of later versions than <paramref name="version"/>, ascending.</summary>
    /// <param name="version">The version.</param>
    /// <param name="newest">The newest version.</param>
    /// <returns>Null when one is not there any more, or the version is not yet.</returns>
    internal TagUndo[]? After(ulong version, ulong newest)
    {
        if (version > newest)
        {
            return null;
        }

        TagUndo[] later = [.. _undos.Where(undo => undo.Version > version)];
        return (ulong)later.Length == newest - version ? later : null;
    }
}
