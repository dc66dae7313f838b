using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>What leads from a version back to the one before.</summary>
/// <param name="Version">The version.</param>
/// <param name="Batch">The tags that it added, ascending.</param>
/// <param name="Nodes">The tree's nodes that it changed, as they were before.</param>
internal sealed record TagUndo(ulong Version, Hash256[] Batch, TagChanges Nodes)
{
    /// <summary>The memory that it takes.</summary>
    internal long SizeBytes => (Batch.Length * (long)Hash256.SizeBytes) + (Nodes.Codes.Length * (long)(Hash256.SizeBytes + sizeof(uint)));
}
