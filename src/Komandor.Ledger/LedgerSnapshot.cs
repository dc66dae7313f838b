using Komandor.Primitives;
using Komandor.State;
using Komandor.State.Tags;

namespace Komandor.Ledger;

/// <summary>One version of the objects and the spent tags. Safe from many threads.</summary>
public sealed class LedgerSnapshot : ILedgerState
{
    private readonly IStateReader _objects;
    private readonly TagSet _tags;

    internal LedgerSnapshot(IStateReader objects, TagSet tags, ulong version)
    {
        (_objects, _tags, Version) = (objects, tags, version);
    }

    /// <inheritdoc/>
    public ulong Version { get; }

    /// <inheritdoc/>
    public Hash256 Root => _objects.Root;

    /// <summary>The objects.</summary>
    public IStateReader Objects => _objects;

    /// <inheritdoc/>
    public byte[]? Get(Hash256 key) => _objects.Get(key);

    /// <inheritdoc/>
    public StateProof Prove(Hash256 key) => _objects.Prove(key);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The version was pruned meanwhile.</exception>
    public bool IsSpent(ObjectId tag) => _tags.Contains(tag.Value, Version) ?? throw Pruned();

    /// <summary>Proves that a tag was spent at this version, or that it was not.</summary>
    /// <exception cref="InvalidOperationException">The version was pruned meanwhile.</exception>
    public SpentTagProof ProveTag(ObjectId tag) => new(
        _objects.Get(SystemObjects.SpentTags.Value),
        _objects.Prove(SystemObjects.SpentTags.Value),
        _tags.Prove(tag.Value, Version) ?? throw Pruned());

    /// <summary>A chunk of the spent tags.</summary>
    /// <param name="start">A tag that it is to hold, or the place of one.</param>
    /// <exception cref="InvalidOperationException">The version was pruned meanwhile.</exception>
    public byte[] ExportTags(Hash256 start) => _tags.Export(start, Version) ?? throw Pruned();

    private InvalidOperationException Pruned() => new($"Version {Version} of the spent tags was pruned.");
}
