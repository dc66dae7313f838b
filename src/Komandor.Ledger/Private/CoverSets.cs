using System.Runtime.InteropServices;
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
    private readonly Dictionary<CoverName, Lazy<CoverSet>> _sets = [];
    private readonly Queue<CoverName> _order = [];
    private readonly Dictionary<(Hash256 Key, Hash256 Commitment, BlockId Anchor), Hash256> _points = [];
    private long _prepared;

    /// <summary>How many sets were prepared, rather than known.</summary>
    public long Prepared => Interlocked.Read(ref _prepared);

    /// <summary>The set of a name that <paramref name="view"/> gave.</summary>
    /// <remarks>Who asks first prepares it, and who asks meanwhile waits: all get one instance, which a batch's proofs share.</remarks>
    internal CoverSet Get(PoolView view, CoverName name)
    {
        Lazy<CoverSet>? set;
        lock (_gate)
        {
            if (!_sets.TryGetValue(name, out set))
            {
                set = new Lazy<CoverSet>(() => Prepare(view, name));
                _sets.Add(name, set);
                _order.Enqueue(name);
                while (_order.Count > MaximumSets)
                {
                    _sets.Remove(_order.Dequeue());
                }
            }
        }

        return set.Value;
    }

    private CoverSet Prepare(PoolView view, CoverName name)
    {
        Interlocked.Increment(ref _prepared);
        byte[] notes = new byte[name.Range.Count * Hash256.SizeBytes];
        FillPoints(view, name.Pool, name.Range, notes);
        Invariant.Require(CoverSet.TryRead(notes, out CoverSet? set) == ProofFault.None);
        return set!;
    }

    private void FillPoints(PoolView view, PoolId pool, CoverRange range, Span<byte> points)
    {
        ulong weightHeight = ulong.MaxValue;
        BlockId weightBlock = default;
        Scalar weight = default;
        List<(int Place, PoolNote Note, BlockId Anchor)> missing = [];
        List<Scalar> weights = [];
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

            if (Known(note, weightBlock) is { } point)
            {
                point.CopyTo(points[(place * Hash256.SizeBytes)..]);
            }
            else
            {
                missing.Add((place, note, weightBlock));
                weights.Add(weight);
            }
        }

        FillMissing(missing, weights, points);
    }

    private void FillMissing(List<(int Place, PoolNote Note, BlockId Anchor)> missing, List<Scalar> weights, Span<byte> points)
    {
        byte[] made = new byte[missing.Count * Hash256.SizeBytes];
        NoteWeight.EncodePoints(CollectionsMarshal.AsSpan(weights), [.. missing.Select(one => one.Note)], made);
        lock (_gate)
        {
            for (int index = 0; index < missing.Count; index++)
            {
                if (_points.Count >= MaximumPoints)
                {
                    _points.Clear();
                }

                (int place, PoolNote note, BlockId anchor) = missing[index];
                Hash256 point = new(made.AsSpan(index * Hash256.SizeBytes, Hash256.SizeBytes));
                point.CopyTo(points[(place * Hash256.SizeBytes)..]);
                _points[(note.Key, note.Commitment, anchor)] = point;
            }
        }
    }

    private Hash256? Known(in PoolNote note, BlockId anchor)
    {
        lock (_gate)
        {
            return _points.TryGetValue((note.Key, note.Commitment, anchor), out Hash256 known) ? known : null;
        }
    }
}
