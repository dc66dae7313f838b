using Komandor.Primitives;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.State;

namespace Komandor.Replica;

/// <content>Closing segments of history, and old blocks that come out of pieces: docs/protocol/archive.md.</content>
public sealed partial class Executor
{
    private readonly Queue<OrderedRound> _heldRounds = [];
    private int _headSizeBytes;

    // Peers that were asked for the next old block since one came: so far without it.
    private readonly HashSet<MemberId> _emptyHanded = [];
    private bool _isHistoryCoded;
    private bool _isHistoryAsked;

    // AR1: the newest block counts once its own state, which says the size, is made.
    private OpenSegment CountHead()
    {
        OpenSegment open = OpenSegment.Read(_state);
        return _head.Height == 0 ? open : open with { SizeBytes = open.SizeBytes + (ulong)_headSizeBytes };
    }

    private bool Closes(OpenSegment open) => open.SizeBytes >= (ulong)_settings.SegmentSizeBytes;

    // A member that learned a state has no root to state before it has the blocks of the segment. They are the first that it fetches.
    private bool LacksOpenSegment() => _backfill is Backfill backfill && CountHead() is OpenSegment open && Closes(open) && backfill.Height >= open.First;

    // The block after a segment's last one states its root (AR3) and comes to the disk together with this member's piece (AR7).
    private void AddArchive(List<KeyValuePair<Hash256, byte[]?>> changes, KeyValueBatch batch)
    {
        OpenSegment open = CountHead();
        if (Closes(open))
        {
            int total = SegmentRules.Total(_chain.Roster);
            byte[]? data = SegmentBlocks.TryJoin(_blocks, open.First, _head.Height);
            Invariant.Require(data is not null, "the blocks of the open segment are here");
            CodedSegment coded = CodedSegment.Of(open.Number, open.First, _head.Height, data, total, _forkJoin);
            changes.Add(new(Segment.StateKey(open.Number), coded.Segment.StateValue()));
            open = new OpenSegment(open.Number + 1, _head.Height + 1, 0);
            int place = SegmentRules.PlaceOf(_chain.Roster, _settings.Self, total);
            if (place >= 0)
            {
                PieceStore.Put(batch, coded, place);
            }
        }

        changes.Add(new(OpenSegment.StateKey, open.StateValue()));
    }

    // One an input: the next may close a segment, and reads this one's block in the store.
    private void ReleaseRound()
    {
        if (_heldRounds.Count > 0 && !IsLearning && !LacksOpenSegment())
        {
            Apply(_heldRounds.Dequeue());
        }
    }

    // Below what it is to keep whole, a member that learned a state needs pieces alone, which the Archivist sees to.
    private void TrimBackfill()
    {
        if (_backfill is not Backfill backfill || _settings.HistoryBlocks == 0 || !SegmentRules.HasSpare(SegmentRules.Total(_chain.Roster)))
        {
            return;
        }

        ulong kept = _head.Height - Math.Min(_head.Height, (ulong)_settings.HistoryBlocks);
        ulong whole = Segment.Covering(_state, kept + 1)?.First ?? OpenSegment.Read(_state).First;
        ulong lowest = Math.Max(backfill.Lowest, whole);
        if (lowest != backfill.Lowest)
        {
            _backfill = backfill.Height < lowest ? null : backfill with { Lowest = lowest };
            KeyValueBatch batch = new();
            Backfill.Put(batch, _backfill);
            _effects.Add(new WriteState(batch, IsDurable: false));
        }
    }

    // When no peer has the next old block whole, its segment is rebuilt from pieces; so are those below, without asking for whole blocks again.
    private bool AskForHistory(Backfill backfill)
    {
        if (!_isHistoryCoded && !_emptyHanded.IsSupersetOf(_peers))
        {
            return false;
        }

        if (backfill.Height >= OpenSegment.Read(_state).First)
        {
            _emptyHanded.Clear();
            if (LacksOpenSegment())
            {
                // The others closed that segment and gave its blocks up meanwhile: only a later state helps.
                BeginLearning(CatchUpReason.HistoryGone);
            }

            return IsLearning;
        }

        if (!_isHistoryAsked)
        {
            _isHistoryAsked = true;
            _effects.Add(new HistoryNeeded(backfill.Height));
        }

        return true;
    }

    private void TakeHistory(HistoryRebuilt rebuilt)
    {
        if (_backfill is not Backfill backfill || IsLearning || backfill.Height < rebuilt.Segment.First || backfill.Height > rebuilt.Segment.Last)
        {
            return;
        }

        _isHistoryAsked = false;
        _isHistoryCoded = true;
        ReadOnlyMemory<byte>[]? blocks = SegmentBlocks.TrySplit(rebuilt.Segment, rebuilt.Data);
        Invariant.Require(blocks is not null, "a segment that hashes to its root holds its blocks");
        int count = (int)(backfill.Height - rebuilt.Segment.First) + 1;
        Array.Resize(ref blocks, count);
        Array.Reverse(blocks);
        Invariant.Require(TryStoreOld(backfill, blocks), "the blocks of a segment that hashes to its root are the chain's");
    }

    private void MissHistory(HistoryMissed missed)
    {
        // Whole blocks are asked for again; perhaps somebody has come who keeps them.
        if (_backfill is Backfill backfill && backfill.Height == missed.Height)
        {
            _isHistoryAsked = false;
            _isHistoryCoded = false;
            _emptyHanded.Clear();
        }
    }
}
