using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State;

/// <summary>Builds a state in an empty place from chunks that anybody gave, in any order: docs/protocol/state.md §6.</summary>
/// <remarks>Each chunk is a commit of a store that nobody reads yet, whose note says what it aims at and what it has: an importer that is made anew after
/// a crash goes on from there.</remarks>
public sealed class StateImporter
{
    private const byte Format = 1;

    private readonly Hash256 _root;
    private readonly ulong _version;
    private readonly CompactStateStore _store;
    private readonly ImportParts _parts = new();

    /// <summary>Begins an import, or goes on with the same one.</summary>
    /// <param name="root">The root that the state shall have.</param>
    /// <param name="version">The version that it shall have.</param>
    /// <param name="files">The files.</param>
    /// <param name="folder">The place: how the names of the store-to-be begin.</param>
    /// <param name="settings">How the disk is used.</param>
    /// <exception cref="InvalidOperationException">The place holds a state or another import: <see cref="CompactStateStore.Delete"/> empties it.</exception>
    public StateImporter(Hash256 root, ulong version, IStateFiles files, string folder, CompactStateSettings? settings = null)
    {
        _root = root;
        _version = version;
        _store = new CompactStateStore(files, folder, settings: settings);
        if (_store.Version > 0 && !TryResume())
        {
            _store.Close();
            throw new InvalidOperationException("The place of the import holds something else: clear it first.");
        }
    }

    /// <summary>Whether all chunks are there, so that <see cref="Finish"/> may be called.</summary>
    public bool IsComplete => _parts.IsWhole;

    /// <summary>Keys whose chunks are not there: each can be asked of another giver. Empty when <see cref="IsComplete"/>.</summary>
    /// <param name="most">How many to name at most.</param>
    /// <returns>Ascending. A chunk may hold more than one of them.</returns>
    public IReadOnlyList<Hash256> Missing(int most) => _parts.Missing(most);

    /// <summary>Takes a chunk, unless a rule refuses it; one that brings nothing new is welcome and does nothing.</summary>
    /// <param name="start">The key that it was asked for.</param>
    /// <param name="chunk">Untrusted.</param>
    public StateChunkFault TryTake(Hash256 start, ReadOnlySpan<byte> chunk)
    {
        StateChunkFault fault = StateChunk.TryRead(chunk, _root, start, out StateChunk? read);
        if (fault != StateChunkFault.None)
        {
            return fault;
        }

        Take(read!);
        return StateChunkFault.None;
    }

    /// <summary>Turns the import into a durable store: <see cref="CompactStateStore"/> opens with the state at its version, the only one that it can read at first.</summary>
    public void Finish()
    {
        Invariant.Require(_parts.IsWhole && _store.Root == _root);
        _store.Rebase(_version);
        _store.Close();
    }

    /// <summary>Makes what was taken durable; otherwise a power loss takes of it what it takes.</summary>
    public void Flush() => _store.Flush();

    /// <summary>Takes a chunk that was checked.</summary>
    internal void Take(StateChunk chunk)
    {
        int depth = chunk.Siblings.Length;
        if (_parts.Has(chunk.Place, depth))
        {
            return;
        }

        _parts.Add(chunk.Place, depth);
        CanonicalWriter note = new(256);
        note.Byte(Format);
        note.UInt64(_version);
        note.Hash(_root);
        _parts.Write(note);
        _store.Commit(
            _store.Stage(Array.ConvertAll(chunk.Leaves, leaf => new KeyValuePair<Hash256, byte[]?>(leaf.Key, leaf.Value))), note.ToArray());
        _store.Prune(_store.Version);
    }

    private bool TryResume()
    {
        CanonicalReader reader = new(_store.Note.Span);
        return reader.Byte() == Format && reader.UInt64() == _version && reader.Hash() == _root && ImportParts.TryRead(ref reader, _parts);
    }
}
