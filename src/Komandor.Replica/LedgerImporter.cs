using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;
using Komandor.State.Tags;

namespace Komandor.Replica;

/// <summary>Builds a state and its spent tags in an empty place, side by side: docs/protocol/gossip.md §8.</summary>
internal sealed class LedgerImporter
{
    private readonly StateImporter _objects;
    private readonly TagImporter _tags;

    /// <summary>Begins.</summary>
    /// <param name="stateRoot">The root of the state.</param>
    /// <param name="tagsRoot">The root of the spent tags, as that state says.</param>
    /// <param name="version">The version of both.</param>
    /// <param name="files">The files.</param>
    /// <param name="place">The place, which is empty.</param>
    internal LedgerImporter(Hash256 stateRoot, Hash256 tagsRoot, ulong version, IStateFiles files, string place)
    {
        _objects = new StateImporter(stateRoot, version, files, place);
        _tags = new TagImporter(tagsRoot, version, files, LedgerState.TagPlaceOf(place));
    }

    /// <summary>Whether everything is there.</summary>
    internal bool IsComplete => _objects.IsComplete && _tags.IsComplete;

    /// <summary>Places whose chunks are not there.</summary>
    /// <param name="most">How many to name at most.</param>
    internal IReadOnlyList<LedgerPlace> Missing(int most) =>
    [
        .. _objects.Missing(most).Select(start => new LedgerPlace(false, start))
            .Concat(_tags.Missing(most).Select(start => new LedgerPlace(true, start))).Take(most),
    ];

    /// <summary>Takes a chunk.</summary>
    /// <param name="place">The place that it was asked for.</param>
    /// <param name="chunk">Untrusted.</param>
    /// <returns>False when a rule refuses it: S9 to S13, or TG11 to TG15.</returns>
    internal bool TryTake(LedgerPlace place, ReadOnlySpan<byte> chunk) => place.IsTag
        ? _tags.TryTake(place.Start, chunk) == TagChunkFault.None
        : _objects.TryTake(place.Start, chunk) == StateChunkFault.None;

    /// <summary>Makes both durable.</summary>
    internal void Finish()
    {
        _tags.Finish();
        _objects.Finish();
    }
}
