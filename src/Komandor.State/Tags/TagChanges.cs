using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>New hashes of nodes.</summary>
/// <param name="Codes">The nodes, ascending.</param>
/// <param name="Hashes">Their hashes.</param>
internal sealed record TagChanges(uint[] Codes, Hash256[] Hashes)
{
    /// <summary>The node's hash here; null when it is not among them.</summary>
    internal Hash256? At(uint code)
    {
        int place = Array.BinarySearch(Codes, code);
        return place >= 0 ? Hashes[place] : null;
    }

    /// <summary>Puts the hashes into the tree.</summary>
    /// <returns>What they replaced.</returns>
    internal TagChanges Apply(TagTree tree)
    {
        Hash256[] old = new Hash256[Codes.Length];
        for (int index = 0; index < old.Length; index++)
        {
            old[index] = tree.At(Codes[index]);
            tree.Set(Codes[index], Hashes[index]);
        }

        return this with { Hashes = old };
    }
}
