using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>Cover sets that were used lately, prepared once for all proofs over them; bounded. Safe from many threads.</summary>
/// <remarks>A set is kept by its <see cref="CoverName"/>, so what is kept is never that of another history.</remarks>
public sealed class CoverSets
{
    // A set of 4,096 places takes 700 KB.
    private const int MaximumSets = 48;

    // Weighted points of notes, each with what it was made from: 160 bytes.
    private const int MaximumPoints = 1 << 18;

    private readonly System.Threading.Lock _gate = new();
    private readonly Dictionary<CoverName, CoverSet> _sets = [];
    private readonly Queue<CoverName> _order = [];
    private readonly Dictionary<(Hash256 Key, Hash256 Commitment, BlockId Anchor), Hash256> _points = [];

    private long _prepared;

    /// <summary>How many sets were prepared, rather than known: each costs more than a transaction's proofs.</summary>
    public long Prepared => Interlocked.Read(ref _prepared);

    /// <summary>The set of a name that <paramref name="view"/> gave.</summary>
    internal CoverSet Get(PoolView view, CoverName name)
    {
        lock (_gate)
        {
            if (_sets.TryGetValue(name, out CoverSet? known))
            {
                return known;
            }
        }

        byte[] notes = new byte[name.Range.Count * Hash256.SizeBytes];
        FillPoints(view, name.Pool, name.Range, notes);
        Invariant.Require(CoverSet.TryRead(notes, out CoverSet? set) == ProofFault.None);
        Interlocked.Increment(ref _prepared);
        lock (_gate)
        {
            if (_sets.TryAdd(name, set!))
            {
                _order.Enqueue(name);
            }

            while (_order.Count > MaximumSets)
            {
                _sets.Remove(_order.Dequeue());
            }
        }

        return set!;
    }

    private void FillPoints(PoolView view, PoolId pool, CoverRange range, Span<byte> notes)
    {
        ulong weightHeight = ulong.MaxValue;
        BlockId weightBlock = default;
        Scalar weight = default;
        for (int place = 0; place < range.Count; place++)
        {
            PoolNote note = view.Note(pool, range.First + (ulong)place);
            ulong height = NoteWeight.AnchorOf(note.Height, view.Parameters.AnchorBlocks);
            if (height != weightHeight)
            {
                PoolAnchor? anchor = view.Anchor(pool, height);
                Invariant.Require(anchor is not null);
                (weightHeight, weightBlock) = (height, anchor.Value.Block);
                weight = NoteWeight.Of(view.Chain, pool, height, weightBlock);
            }

            PointOf(note, weight, weightBlock).CopyTo(notes[(place * Hash256.SizeBytes)..]);
        }
    }

    private Hash256 PointOf(PoolNote note, in Scalar weight, BlockId anchor)
    {
        lock (_gate)
        {
            if (_points.TryGetValue((note.Key, note.Commitment, anchor), out Hash256 known))
            {
                return known;
            }
        }

        Hash256 point = NoteMaker.Encode(NoteWeight.Point(weight, NoteMaker.Read(note.Key), NoteMaker.Read(note.Commitment)));
        lock (_gate)
        {
            if (_points.Count >= MaximumPoints)
            {
                _points.Clear();
            }

            _points[(note.Key, note.Commitment, anchor)] = point;
        }

        return point;
    }
}
