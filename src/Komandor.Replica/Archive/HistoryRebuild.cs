using Komandor.Cryptography.ErasureCoding;
using Komandor.Primitives;

namespace Komandor.Replica.Archive;

/// <summary>A segment on its way back from pieces. Every part was checked against the root before it comes here.</summary>
/// <param name="segment">The segment.</param>
/// <param name="startedAtUs">When it was wanted.</param>
internal sealed class HistoryRebuild(Segment segment, long startedAtUs)
{
    private readonly Dictionary<int, byte[]> _pieces = [];
    private readonly Dictionary<int, int> _parts = [];

    /// <summary>The segment.</summary>
    public Segment Segment { get; } = segment;

    /// <summary>When it was wanted.</summary>
    public long StartedAtUs { get; } = startedAtUs;

    /// <summary>Whether peers are being asked: only so many segments hold memory at a time.</summary>
    public bool IsActive { get; set; }

    /// <summary>The blocks that somebody wants; empty for the member's own piece's sake.</summary>
    public SortedSet<ulong> Wanted { get; } = [];

    /// <summary>Which part each peer was asked for, and when.</summary>
    public SortedDictionary<MemberId, (int Part, long AtUs)> Open { get; } = [];

    /// <summary>Peers that have nothing, or did not answer in time.</summary>
    public HashSet<MemberId> Unable { get; } = [];

    /// <summary>How many pieces are whole.</summary>
    public int Complete { get; private set; }

    /// <summary>How many pieces are whole or can still be hoped for, as far as it was tried.</summary>
    public int Reachable { get; set; }

    /// <summary>Whether they suffice.</summary>
    public bool IsComplete => Complete >= Segment.Needed;

    /// <summary>Whether the piece at <paramref name="place"/> is whole.</summary>
    public bool Has(int place) => NextPart(place) == Segment.Parts;

    /// <summary>The part of the piece at <paramref name="place"/> that is wanted next.</summary>
    public int NextPart(int place) => _parts.GetValueOrDefault(place);

    /// <summary>Takes a genuine part; parts of a piece come in their order.</summary>
    public void Add(int index, PiecePart part)
    {
        if (index != NextPart(part.Place))
        {
            return;
        }

        if (!_pieces.TryGetValue(part.Place, out byte[]? piece))
        {
            _pieces.Add(part.Place, piece = new byte[Segment.PieceSizeBytes]);
        }

        part.Content.CopyTo(piece.AsMemory(index * SegmentRules.PartSizeBytes));
        _parts[part.Place] = index + 1;
        Complete += index + 1 == Segment.Parts ? 1 : 0;
    }

    /// <summary>The segment's bytes, from <see cref="Segment.Needed"/> whole pieces.</summary>
    public byte[] Restore()
    {
        int needed = Segment.Needed;
        int sizeBytes = Segment.PieceSizeBytes;
        byte[] data = new byte[needed * sizeBytes];
        List<ErasurePiece> known = [];
        List<int> missing = [];
        List<Memory<byte>> restored = [];
        for (int place = 0; place < Segment.Total; place++)
        {
            if (Has(place) && known.Count < needed)
            {
                known.Add(new ErasurePiece(place, _pieces[place]));
                if (place < needed)
                {
                    _pieces[place].CopyTo(data, place * sizeBytes);
                }
            }
            else if (place < needed)
            {
                missing.Add(place);
                restored.Add(data.AsMemory(place * sizeBytes, sizeBytes));
            }
        }

        Invariant.Require(Segment.Code().TryRestore(known.ToArray(), missing.ToArray(), restored.ToArray()) == ErasureFault.None);
        return data[..Segment.SizeBytes];
    }
}
