using Komandor.Primitives;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica;

/// <content>Old blocks from others' pieces: docs/protocol/archive.md §4.</content>
public sealed partial class Archivist
{
    // Each holds a segment's bytes, and more wait without any.
    private const int MaxActive = 4;
    private const int MaxRebuilds = 64;

    // A peer has so many answer timeouts for a part, and all peers together for a segment that somebody waits for.
    private const int PartTimeouts = 2;
    private const int DeadlineTimeouts = 8;

    private void Want(ulong height)
    {
        if (FinalState() is not IStateReader state || height > _blocks.FinalHeight || Segment.Covering(state, height) is not Segment segment)
        {
            _effects.Add(new HistoryLost(height, HistoryFault.NotArchived, 0, 0));
            return;
        }

        if (SegmentBlocks.TryJoin(_blocks, segment.First, segment.Last) is byte[] whole)
        {
            _effects.Add(new HistoryFound(segment, whole));
            return;
        }

        HistoryRebuild? rebuild = _rebuilds.Find(one => one.Segment.Number == segment.Number);
        if (rebuild is null && _rebuilds.Count >= MaxRebuilds)
        {
            _effects.Add(new HistoryLost(height, HistoryFault.Busy, 0, segment.Needed));
            return;
        }

        (rebuild ?? Begin(segment)).Wanted.Add(height);
        Advance();
    }

    private HistoryRebuild Begin(Segment segment)
    {
        HistoryRebuild rebuild = new(segment, _moment.ElapsedUs);
        _rebuilds.Add(rebuild);
        return rebuild;
    }

    // Whatever time or an answer may have made possible.
    private void Advance()
    {
        for (int index = 0; index < _rebuilds.Count;)
        {
            HistoryRebuild rebuild = _rebuilds[index];
            if (!rebuild.IsActive && index < MaxActive)
            {
                Activate(rebuild);
            }

            if (rebuild.IsActive && rebuild.IsComplete)
            {
                _rebuilds.RemoveAt(index);
                Finish(rebuild);
            }
            else if (!Ask(rebuild))
            {
                _rebuilds.RemoveAt(index);
                Fail(rebuild);
            }
            else
            {
                index++;
            }
        }
    }

    private void Activate(HistoryRebuild rebuild)
    {
        rebuild.IsActive = true;
        Segment segment = rebuild.Segment;
        for (int part = 0; part < segment.Parts && _pieces.Part(segment.Number, part) is PiecePart own && segment.IsGenuine(part, own); part++)
        {
            rebuild.Add(part, own);
        }
    }

    // Asks as many peers as there are pieces missing, and others when these fail; false when that is hopeless.
    private bool Ask(HistoryRebuild rebuild)
    {
        long nowUs = _moment.ElapsedUs;
        if (rebuild.Wanted.Count > 0 && nowUs - rebuild.StartedAtUs > DeadlineTimeouts * _settings.AnswerTimeoutUs)
        {
            rebuild.Reachable = rebuild.Complete;
            return false;
        }

        if (!rebuild.IsActive)
        {
            return true;
        }

        GiveUpSilent(rebuild, nowUs);
        HashSet<int> underWay = [.. rebuild.Open.Keys.Select(peer => PlaceOf(rebuild, peer))];
        int missing = rebuild.Segment.Needed - rebuild.Complete - underWay.Count;
        foreach (MemberId peer in InTurn(rebuild))
        {
            if (missing <= 0)
            {
                break;
            }

            int place = PlaceOf(rebuild, peer);
            if (place >= 0 && !rebuild.Unable.Contains(peer) && !rebuild.Has(place) && underWay.Add(place))
            {
                AskPart(rebuild, peer, place);
                missing--;
            }
        }

        rebuild.Reachable = rebuild.Segment.Needed - Math.Max(missing, 0);
        return missing <= 0;
    }

    private void GiveUpSilent(HistoryRebuild rebuild, long nowUs)
    {
        foreach ((MemberId peer, (_, long atUs)) in rebuild.Open.ToArray())
        {
            if (nowUs - atUs > PartTimeouts * _settings.AnswerTimeoutUs)
            {
                rebuild.Open.Remove(peer);
                rebuild.Unable.Add(peer);
            }
        }
    }

    // Another peer begins with each segment, so that all bear the same.
    private IEnumerable<MemberId> InTurn(HistoryRebuild rebuild)
    {
        int skipped = _peers.Count == 0 ? 0 : (int)(rebuild.Segment.Number % (ulong)_peers.Count);
        return _peers.Skip(skipped).Concat(_peers.Take(skipped));
    }

    private int PlaceOf(HistoryRebuild rebuild, MemberId member) => SegmentRules.PlaceOf(_chain.Roster, member, rebuild.Segment.Total);

    private void AskPart(HistoryRebuild rebuild, MemberId peer, int place)
    {
        int part = rebuild.NextPart(place);
        rebuild.Open[peer] = (part, _moment.ElapsedUs);
        Send(peer, new GetPieceMessage(rebuild.Segment.Number, part));
    }

    private void Take(MemberId peer, PieceMessage message)
    {
        HistoryRebuild? rebuild = _rebuilds.Find(one => one.Segment.Number == message.Segment);
        if (rebuild is null || !rebuild.Open.TryGetValue(peer, out (int Part, long AtUs) open) || open.Part != message.Part)
        {
            return;
        }

        rebuild.Open.Remove(peer);
        int place = PlaceOf(rebuild, peer);
        if (message.Content.Content.IsEmpty)
        {
            rebuild.Unable.Add(peer);
        }
        else if (message.Content.Place != place || !rebuild.Segment.IsGenuine(message.Part, message.Content))
        {
            rebuild.Unable.Add(peer);
            _effects.Add(new Disconnect(peer, MessageFault.PieceRefused));
        }
        else
        {
            rebuild.Add(message.Part, message.Content);
            if (!rebuild.Has(place))
            {
                AskPart(rebuild, peer, place);
            }
        }

        Advance();
    }

    private void Finish(HistoryRebuild rebuild)
    {
        byte[] data = rebuild.Restore();
        KeepOwnPiece(rebuild.Segment, data);
        _lookedAtUs = long.MinValue / 2;
        if (rebuild.Wanted.Count > 0)
        {
            _effects.Add(new HistoryFound(rebuild.Segment, data));
        }
    }

    private void Fail(HistoryRebuild rebuild)
    {
        _repairAgainAtUs = _moment.ElapsedUs + RepairPauseUs;
        if (rebuild.Segment.Number == _checked)
        {
            // The next segments' turn; this one's comes again after the last.
            _unrepaired.Add(_checked++);
        }

        foreach (ulong height in rebuild.Wanted)
        {
            _effects.Add(new HistoryLost(height, HistoryFault.TooFewPieces, rebuild.Reachable, rebuild.Segment.Needed));
        }
    }
}
