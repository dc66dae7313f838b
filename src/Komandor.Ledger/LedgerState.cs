using Komandor.Primitives;
using Komandor.State;
using Komandor.State.Tags;

namespace Komandor.Ledger;

/// <summary>The objects and the spent tags as one: both have the same versions, and an object holds the root of the tags (docs/protocol/ledger.md §7).</summary>
/// <remarks>One writer. <see cref="Snapshot"/> and <see cref="Flush"/> are for any thread.</remarks>
public sealed class LedgerState : ILedgerState
{
    /// <summary>Opens both, or begins them empty.</summary>
    /// <param name="files">The files.</param>
    /// <param name="place">How the names of the objects' files begin.</param>
    /// <param name="version">The version to open at; both are cut there.</param>
    /// <param name="isLessEnough">Whether an older version will do when one of them does not reach that one.</param>
    /// <param name="forkJoin">Opening's work in parallel; null for one thread.</param>
    /// <exception cref="InvalidDataException">One is damaged, or does not reach the version; the message names the file.</exception>
    public LedgerState(IStateFiles files, string place, ulong? version = null, bool isLessEnough = false, IForkJoin? forkJoin = null)
    {
        // The tags' log is synced before the objects', so it has as much or more; where it was damaged, the objects are cut to what is left.
        Tags = new TagSet(files, TagPlaceOf(place), version, isLessEnough);
        Objects = new CompactStateStore(files, place, Tags.Version, isLessEnough: isLessEnough || version is null, forkJoin: forkJoin);
        EndOfReading = Tags.Version < version ? Tags.EndOfReading : Objects.EndOfReading;
        if (Objects.Version < Tags.Version)
        {
            Tags.Dispose();
            Tags = new TagSet(files, TagPlaceOf(place), Objects.Version);
        }

        Invariant.Require(SpentTags.Read(Objects) == new SpentTags(Tags.Root, (ulong)Tags.Count), "the objects name the root of the spent tags");
    }

    /// <summary>The objects.</summary>
    public CompactStateStore Objects { get; }

    /// <summary>The spent tags.</summary>
    public TagSet Tags { get; }

    /// <summary>Why opening took no later version: names the file and the byte where a log could not be read any more, when that was the reason.</summary>
    public string EndOfReading { get; }

    /// <inheritdoc/>
    public ulong Version => Objects.Version;

    /// <inheritdoc/>
    public Hash256 Root => Objects.Root;

    /// <summary>How the names of the tags' files begin.</summary>
    public static string TagPlaceOf(string place) => $"tags-{place}";

    /// <summary>Deletes what is in a place that nobody has open.</summary>
    public static void Delete(IStateFiles files, string place)
    {
        CompactStateStore.Delete(files, place);
        TagSet.Delete(files, TagPlaceOf(place));
    }

    /// <inheritdoc/>
    public byte[]? Get(Hash256 key) => Objects.Get(key);

    /// <inheritdoc/>
    public StateProof Prove(Hash256 key) => Objects.Prove(key);

    /// <inheritdoc/>
    public bool IsSpent(ObjectId tag) => Tags.Contains(tag.Value);

    /// <summary>Computes the root that a block leads to, and changes nothing that a reader sees.</summary>
    /// <param name="changes">Of the objects.</param>
    /// <param name="tags">Those that the block spends; none was spent before.</param>
    public LedgerStaged Stage(IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes, IReadOnlyList<Hash256> tags)
    {
        Invariant.Require(Tags.TryStage([.. tags], out TagStaged? staged) == TagFault.None);
        if (tags.Count > 0)
        {
            SpentTags spent = new(staged!.Root, checked((ulong)(Tags.Count + tags.Count)));
            changes = [.. changes, new(SystemObjects.SpentTags.Value, spent.Encode())];
        }

        return new LedgerStaged(Objects.Stage(changes), staged!);
    }

    /// <summary>Makes <paramref name="staged"/>, the newest staging, the current version; <see cref="Flush"/> makes it durable.</summary>
    public void Commit(LedgerStaged staged)
    {
        Tags.Commit(staged.Tags);
        Objects.Commit(staged.Objects);
    }

    /// <summary>Makes all that was committed before this call durable: the tags first. From any thread, one at a time.</summary>
    public void Flush()
    {
        Tags.Flush();
        Objects.Flush();
    }

    /// <summary>Forgets the versions before <paramref name="oldestVersion"/>.</summary>
    public void Prune(ulong oldestVersion)
    {
        Tags.Prune(oldestVersion);
        Objects.Prune(oldestVersion);
    }

    /// <summary>A reader of <paramref name="version"/> that later commits do not change, or null when that version is pruned or not yet there.</summary>
    public LedgerSnapshot? Snapshot(ulong version) => Objects.Snapshot(version) is { } objects ? new LedgerSnapshot(objects, Tags, version) : null;

    /// <summary>Closes the files.</summary>
    public void Close()
    {
        Tags.Dispose();
        Objects.Close();
    }
}
