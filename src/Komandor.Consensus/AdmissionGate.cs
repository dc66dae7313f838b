using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Says which events enter the graph at once, and which are held for the pace of an honest member: docs/protocol/hashgraph.md §4, H35.</summary>
/// <remarks>An account for each birth round, peer and creator: no peer uses another's, and a creator who tells each peer another story fills one each.
/// It judges when an event enters, never whether: so members may differ in it.</remarks>
internal sealed class AdmissionGate(int maxEvents, long maxSizeBytes)
{
    private readonly SortedDictionary<long, Dictionary<(MemberId Peer, MemberId Creator), (int Events, long SizeBytes)>> _births = [];
    private readonly HashSet<MemberId> _branched = [];

    /// <summary>Charges an event that could enter to the account of its peer; false when the account is used up, and the event must be held.</summary>
    public bool TryCharge(in WaitingEvent waiting)
    {
        UnsignedEvent body = waiting.Event.Signed.Body;
        if (waiting.Peer == body.Creator && _branched.Contains(body.Creator))
        {
            return false;
        }

        if (!_births.TryGetValue(body.BirthRound, out Dictionary<(MemberId, MemberId), (int Events, long SizeBytes)>? accounts))
        {
            _births.Add(body.BirthRound, accounts = []);
        }

        (int events, long sizeBytes) = accounts.GetValueOrDefault((waiting.Peer, body.Creator));
        if (events >= maxEvents || (events > 0 && sizeBytes + waiting.SizeBytes > maxSizeBytes))
        {
            return false;
        }

        accounts[(waiting.Peer, body.Creator)] = (events + 1, sizeBytes + waiting.SizeBytes);
        return true;
    }

    /// <summary>Closes the own account of a member whose branch is proven.</summary>
    public void Distrust(MemberId creator) => _branched.Add(creator);

    /// <summary>Forgets the accounts of birth rounds that are ancient.</summary>
    public void Forget(long ancientBefore)
    {
        List<long> ancient = [];
        foreach (long birth in _births.Keys)
        {
            if (birth >= ancientBefore)
            {
                break;
            }

            ancient.Add(birth);
        }

        foreach (long birth in ancient)
        {
            _births.Remove(birth);
        }
    }
}
