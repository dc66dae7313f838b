using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Notices members who create two events where one honest chain has one: docs/protocol/hashgraph.md §9.</summary>
/// <remarks>Reports a member once. Keeps the events that are not ancient, by creator and sequence.</remarks>
internal sealed class BranchDetector
{
    private readonly Dictionary<(MemberId Creator, ulong Sequence), SignedEvent> _events = [];
    private readonly Dictionary<MemberId, SignedEvent> _latest = [];
    private readonly HashSet<MemberId> _reported = [];

    /// <summary>Takes a new event; the evidence when it proves a branch of a member not reported yet.</summary>
    public BranchEvidence? Check(SignedEvent signed, bool isSelfParentLinked)
    {
        UnsignedEvent body = signed.Body;
        SignedEvent? contrary = null;
        if (!_events.TryAdd((body.Creator, body.Sequence), signed))
        {
            contrary = _events[(body.Creator, body.Sequence)];
        }
        else if (_latest.TryGetValue(body.Creator, out SignedEvent? latest) && (!isSelfParentLinked || body.Sequence < latest.Body.Sequence))
        {
            contrary = latest;
        }

        if (!_latest.TryGetValue(body.Creator, out SignedEvent? last) || last.Body.Sequence < body.Sequence)
        {
            _latest[body.Creator] = signed;
        }

        if (contrary is null || _reported.Contains(body.Creator))
        {
            return null;
        }

        BranchEvidence evidence = BranchEvidence.Of(contrary, signed);
        if (BranchEvidence.Check(evidence.First, evidence.Second) != BranchFault.None)
        {
            return null;
        }

        _reported.Add(body.Creator);
        return evidence;
    }

    /// <summary>Forgets an event that grew ancient.</summary>
    public void Forget(SignedEvent signed)
    {
        (MemberId, ulong) place = (signed.Body.Creator, signed.Body.Sequence);
        if (_events.TryGetValue(place, out SignedEvent? kept) && ReferenceEquals(kept, signed))
        {
            _events.Remove(place);
        }

        if (_latest.TryGetValue(signed.Body.Creator, out SignedEvent? latest) && ReferenceEquals(latest, signed))
        {
            _latest.Remove(signed.Body.Creator);
        }
    }
}
