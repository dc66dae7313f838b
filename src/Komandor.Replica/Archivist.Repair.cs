using Komandor.Replica.Archive;
using Komandor.Replica.Effects;
using Komandor.State;

namespace Komandor.Replica;

/// <content>The member's own pieces, and whole blocks that are not needed any more: docs/protocol/archive.md §3.</content>
public sealed partial class Archivist
{
    private const long LookIntervalUs = 100_000;
    private const long RepairPauseUs = 5_000_000;
    private const int SegmentsPerLook = 64;
    private const int GivenUpPerLook = 8;

    private long _lookedAtUs = long.MinValue / 2;
    private long _repairAgainAtUs;
    private readonly SortedSet<ulong> _unrepaired = [];
    private ulong _checked;
    private ulong _givenUp;

    private void LookAfter()
    {
        if (_moment.ElapsedUs - _lookedAtUs < LookIntervalUs || FinalState() is not IStateReader state)
        {
            return;
        }

        _lookedAtUs = _moment.ElapsedUs;
        ulong closed = OpenSegment.Read(state).Number;
        bool repairs = Repair(state, closed);
        for (int seen = 0; seen < GivenUpPerLook && TryGiveUpBlocks(state, closed); seen++)
        {
        }

        ulong wholeFrom = _givenUp > 0 && Segment.Find(state, _givenUp - 1) is Segment last ? last.Last + 1 : 1;
        ulong? repairing = repairs ? _checked : _unrepaired.Count > 0 ? _unrepaired.Min : null;
        _status = new ArchiveStatus(wholeFrom, closed, _checked - (ulong)_unrepaired.Count, _givenUp, repairing, 0);
    }

    // From the first segment on, one after the other: true while one is being repaired. A member whose place changed with the roster needs another piece.
    private bool Repair(IStateReader state, ulong closed)
    {
        if (_checked == closed && _unrepaired.Count > 0 && _moment.ElapsedUs >= _repairAgainAtUs)
        {
            _checked = _unrepaired.Min;
            _unrepaired.Clear();
        }

        for (int seen = 0; seen < SegmentsPerLook && _checked < closed; seen++)
        {
            Segment segment = Segment.Find(state, _checked)!;
            int place = SegmentRules.PlaceOf(_chain.Roster, _settings.Self, segment.Total);
            if (place < 0 || _pieces.Has(segment, place) || TryCodeOwn(segment))
            {
                _checked++;
                continue;
            }

            if (_moment.ElapsedUs >= _repairAgainAtUs && !_rebuilds.Exists(one => one.Segment.Number == segment.Number) && _rebuilds.Count < MaxRebuilds)
            {
                Begin(segment);
            }

            return true;
        }

        return false;
    }

    // Who has the blocks needs nobody. Blocks that hash to another root are not those of the segment: then the others' pieces decide.
    private bool TryCodeOwn(Segment segment) =>
        SegmentBlocks.TryJoin(_blocks, segment.First, segment.Last) is byte[] data && KeepOwnPiece(segment, data);

    private bool KeepOwnPiece(Segment segment, byte[] data)
    {
        int place = SegmentRules.PlaceOf(_chain.Roster, _settings.Self, segment.Total);
        if (place < 0 || _pieces.Has(segment, place))
        {
            return true;
        }

        CodedSegment coded = CodedSegment.Of(segment.Number, segment.First, segment.Last, data, segment.Total, _forkJoin);
        if (coded.Segment.Root != segment.Root)
        {
            return false;
        }

        KeyValueBatch batch = new();
        PieceStore.Put(batch, coded, place);
        _effects.Add(new WriteState(batch, IsDurable: true));
        return true;
    }

    // AR8. A few segments a look: deleting is no hurry.
    private bool TryGiveUpBlocks(IStateReader state, ulong closed)
    {
        if (_settings.HistoryBlocks == 0 || _givenUp >= closed)
        {
            return false;
        }

        Segment segment = Segment.Find(state, _givenUp)!;
        int place = SegmentRules.PlaceOf(_chain.Roster, _settings.Self, segment.Total);
        if (!SegmentRules.HasSpare(segment.Total) || _blocks.FinalHeight < segment.Last + (ulong)_settings.HistoryBlocks
            || place < 0 || !_pieces.Has(segment, place))
        {
            return false;
        }

        KeyValueBatch batch = new();
        PieceStore.GiveUp(batch, _blocks, segment);
        _givenUp++;
        _effects.Add(new WriteState(batch, IsDurable: false));
        return true;
    }
}
