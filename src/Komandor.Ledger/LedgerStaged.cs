using Komandor.Primitives;
using Komandor.State;
using Komandor.State.Tags;

namespace Komandor.Ledger;

/// <summary>What a block makes of the objects and the spent tags, before it does.</summary>
/// <param name="Objects">Of the objects.</param>
/// <param name="Tags">Of the tags.</param>
public sealed record LedgerStaged(StagedCommit Objects, TagStaged Tags)
{
    /// <summary>The state root.</summary>
    public Hash256 Root => Objects.Root;

    /// <summary>The version.</summary>
    public ulong Version => Objects.Version;
}
