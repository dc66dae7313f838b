using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>One version of a <see cref="CompactStateStore"/>.</summary>
internal sealed class CompactSnapshot(CompactView view, ulong version, Hash256 root) : IStateRange
{
    /// <inheritdoc/>
    public ulong Version => version;

    /// <inheritdoc/>
    public Hash256 Root => root;

    /// <summary>The tree.</summary>
    internal CompactView View => view;

    /// <inheritdoc/>
    public byte[]? Get(Hash256 key) => view.Get(key);

    /// <inheritdoc/>
    public StateProof Prove(Hash256 key) => CompactProof.Prove(view, key);

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<Hash256, byte[]>> Range(Hash256 first, Hash256? end) => view.Range(first, end);
}
