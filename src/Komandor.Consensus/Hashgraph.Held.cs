using Komandor.Primitives;

namespace Komandor.Consensus;

/// <content>Events that are held for their creator's pace: docs/protocol/hashgraph.md §4, H35 and H36.</content>
public sealed partial class Hashgraph
{
    // A held event of so many bytes costs its pair of peer and creator one more turn.
    private const int SizeBytesPerTurn = 32 << 10;

    private readonly AdmissionGate _gate;
    private readonly PeerQuota _held;
    private readonly Dictionary<(MemberId Peer, MemberId Creator), int> _turnsOwed = [];

    /// <summary>The number of events that are held.</summary>
    public int HeldCount => _held.Count;

    /// <summary>Lets one held event of each pair of peer and creator enter: call it as often as an honest member may create events.</summary>
    public void ReleaseHeld()
    {
        if (_held.Count == 0 && _turnsOwed.Count == 0)
        {
            return;
        }

        Dictionary<(MemberId Peer, MemberId Creator), WaitingEvent> first = [];
        foreach (WaitingEvent waiting in _held.Events)
        {
            (MemberId, MemberId) pair = (waiting.Peer, waiting.Event.Signed.Body.Creator);
            if (!first.TryGetValue(pair, out WaitingEvent other) || PeerQuota.Compare(waiting, other) < 0)
            {
                first[pair] = waiting;
            }
        }

        PayTurns(first);
        List<WaitingEvent> released = [.. first.Values];
        released.Sort(static (left, right) =>
        {
            int order = PeerQuota.Compare(left, right);
            return order != 0 ? order : left.Peer.CompareTo(right.Peer);
        });
        foreach (WaitingEvent waiting in released)
        {
            Release(waiting);
        }
    }

    private void PayTurns(Dictionary<(MemberId Peer, MemberId Creator), WaitingEvent> first)
    {
        foreach (((MemberId Peer, MemberId Creator) pair, int turns) in new List<KeyValuePair<(MemberId, MemberId), int>>(_turnsOwed))
        {
            first.Remove(pair);
            if (turns == 1)
            {
                _turnsOwed.Remove(pair);
            }
            else
            {
                _turnsOwed[pair] = turns - 1;
            }
        }
    }

    private void Release(WaitingEvent waiting)
    {
        if (!_held.Remove(waiting.Id))
        {
            return;
        }

        int turns = waiting.SizeBytes / SizeBytesPerTurn;
        if (turns > 0)
        {
            _turnsOwed[(waiting.Peer, waiting.Event.Signed.Body.Creator)] = turns;
        }

        AddAll(waiting with { IsPaced = false });
    }
}
