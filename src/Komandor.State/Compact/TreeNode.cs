using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>A subtree: its hash, and whether it has none, one or more entries, on which the hash of the node above depends (rule S3).</summary>
/// <param name="Number">Its number, see <see cref="ShelfTable"/>; 0 where none is needed.</param>
/// <param name="Count">The number of entries; 2 also says more.</param>
/// <param name="Hash">The hash.</param>
internal readonly record struct TreeNode(uint Number, byte Count, Hash256 Hash)
{
    /// <summary>The node above two.</summary>
    internal static TreeNode Join(in TreeNode left, in TreeNode right) =>
        left.Count + right.Count > 1 ? new TreeNode(0, 2, StateHash.Node(left.Hash, right.Hash)) : left.Count == 1 ? left : right;
}
