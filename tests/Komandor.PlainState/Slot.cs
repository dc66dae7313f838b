using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>A subtree as its parent sees it.</summary>
/// <param name="Count">How many leaves it has.</param>
/// <param name="Hash">Zero when it has none, the leaf's hash when it has one, a node's hash otherwise.</param>
internal readonly record struct Slot(long Count, Hash256 Hash)
{
    /// <summary>The subtree over two neighbours: empty, the one leaf, or a node (rule S3).</summary>
    internal static Slot Join(Slot left, Slot right)
    {
        if (left.Count + right.Count > 1)
        {
            return new Slot(left.Count + right.Count, StateHash.Node(left.Hash, right.Hash));
        }

        return left.Count == 1 ? left : right;
    }
}
