using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>An entry of a commit that is being staged.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Place">Where it stands or will stand.</param>
/// <param name="Node">Its leaf.</param>
internal record struct PlannedLeaf(Hash256 Key, ulong Place, PlannedNode Node);
