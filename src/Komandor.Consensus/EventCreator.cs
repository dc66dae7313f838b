using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Decides when this member's next event is worth creating, and from which parents: docs/protocol/hashgraph.md §8.</summary>
/// <remarks>Deterministic. Without a quorum of peers every event soon stops to improve on the last snapshot, so creation ends by itself, and goes
/// on by itself when the others come back.</remarks>
public sealed class EventCreator
{
    private const int IgnoredTooLong = 3;

    private static readonly Comparer<SignedEvent> _newestFirst = Comparer<SignedEvent>.Create(static (left, right) =>
    {
        int order = right.Body.Sequence.CompareTo(left.Body.Sequence);
        return order != 0 ? order : left.Id.CompareTo(right.Id);
    });

    private readonly MemberId _self;
    private readonly int _maxOtherParents;
    private readonly TipsetScore _score;
    private readonly Dictionary<EventId, ulong[]> _tipsets = [];
    private readonly SortedDictionary<long, List<EventId>> _births = [];
    private readonly SortedDictionary<MemberId, SortedSet<SignedEvent>> _childless = [];
    private readonly Dictionary<EventId, SignedEvent> _childlessById = [];
    private SignedEvent? _last;
    private long _ancientBefore = 1;
    private long _pendingRound = 1;
    private bool _hasBroken;

    /// <summary>A creator for member <paramref name="self"/>.</summary>
    /// <param name="self">The member.</param>
    /// <param name="maxOtherParents">The most other-parents of an event, 1 to 15. More bring news faster and cost 44 bytes each.</param>
    public EventCreator(MemberId self, int maxOtherParents = 4)
    {
        Invariant.Require(maxOtherParents is >= 1 and <= EventLimits.MaxOtherParents);
        _self = self;
        _maxOtherParents = maxOtherParents;
        _score = new TipsetScore(self);
    }

    /// <summary>The member's newest event known here.</summary>
    public SignedEvent? LastOwn => _last;

    /// <summary>Takes over the window and the roster; call it after rounds were decided, and once at the start.</summary>
    public void Update(Hashgraph graph)
    {
        _pendingRound = graph.PendingRound;
        _score.SetRoster(graph.Schedule.Find(graph.PendingRound));
        _ancientBefore = graph.AncientBefore;
        List<long> ancient = [];
        foreach ((long birth, List<EventId> born) in _births)
        {
            if (birth >= _ancientBefore)
            {
                break;
            }

            ancient.Add(birth);
            foreach (EventId id in born)
            {
                _tipsets.Remove(id);
                RemoveChildless(id);
            }
        }

        foreach (long birth in ancient)
        {
            _births.Remove(birth);
        }
    }

    /// <summary>Takes an event that entered the graph, parents before children: own ones too.</summary>
    /// <remarks>After a restart, register the newest own event of the log first, even an ancient one: the next event follows it, or it would be a branch.</remarks>
    public void Register(SignedEvent signed)
    {
        UnsignedEvent body = signed.Body;
        bool isOwn = body.Creator == _self;
        if (isOwn && (_last is null || _last.Body.Sequence < body.Sequence))
        {
            _last = signed;
        }

        if (body.BirthRound < _ancientBefore || _tipsets.ContainsKey(signed.Id))
        {
            return;
        }

        ulong[] tipset = _score.TipsetOf(body.Creator, body.Sequence, ParentTipsets(body));
        _tipsets.Add(signed.Id, tipset);
        if (!_births.TryGetValue(body.BirthRound, out List<EventId>? born))
        {
            _births.Add(body.BirthRound, born = []);
        }

        born.Add(signed.Id);
        if (isOwn)
        {
            _score.Accept(tipset);
        }
        else
        {
            AddChildless(signed);
        }
    }

    /// <summary>Plans the next event, if one is worth creating now. Register the event that comes of it before the next call.</summary>
    public bool TryPlan(CreationCommand command, [NotNullWhen(true)] out EventPlan? plan)
    {
        plan = null;
        if (command != CreationCommand.Break)
        {
            _hasBroken = false;
        }

        if (command == CreationCommand.Quiesce || !_score.IsMember)
        {
            return false;
        }

        List<SignedEvent> parents = ChooseParents();
        if (parents.Count == 0 && _last is not null && !_score.IsAlone)
        {
            if (command != CreationCommand.Break || _hasBroken)
            {
                return false;
            }

            _hasBroken = true;
            parents.AddRange(Candidates().Take(1));
        }
        else
        {
            _hasBroken = false;
        }

        plan = Plan(parents);
        return true;
    }

    private List<SignedEvent> ChooseParents()
    {
        List<SignedEvent> candidates = Candidates();
        List<SignedEvent> chosen = [];
        ulong[] merged = _score.TipsetOf(_self, _last?.Body.Sequence ?? 0, _last is null ? [] : OwnTipset(_last.Id));
        while (chosen.Count < _maxOtherParents)
        {
            ulong reached = _score.Improvement(merged);
            SignedEvent? best = null;
            ulong[] bestTipset = [];
            ulong bestScore = reached;
            foreach (SignedEvent candidate in candidates)
            {
                ulong[] tipset = (ulong[])merged.Clone();
                TipsetScore.Merge(tipset, _tipsets[candidate.Id]);
                ulong score = _score.Improvement(tipset);
                if (score > bestScore)
                {
                    (best, bestTipset, bestScore) = (candidate, tipset, score);
                }
            }

            if (best is null)
            {
                break;
            }

            chosen.Add(best);
            merged = bestTipset;
        }

        IncludeIgnored(candidates, chosen);
        return chosen;
    }

    // Ranking by weight alone would let light members starve.
    private void IncludeIgnored(List<SignedEvent> candidates, List<SignedEvent> chosen)
    {
        SignedEvent? ignored = null;
        int longest = IgnoredTooLong - 1;
        foreach (SignedEvent candidate in candidates)
        {
            int snapshots = _score.IgnoredFor(candidate.Body.Creator);
            if (snapshots > longest)
            {
                (ignored, longest) = (candidate, snapshots);
            }
        }

        if (ignored is null || chosen.Count == 0 || chosen.Contains(ignored))
        {
            return;
        }

        if (chosen.Count == _maxOtherParents && chosen.Count > 1)
        {
            chosen.RemoveAt(chosen.Count - 1);
        }

        if (chosen.Count < _maxOtherParents)
        {
            chosen.Add(ignored);
        }
    }

    // One childless event of each other member, the newest; ascending by creator, so that the choice depends on nothing else.
    private List<SignedEvent> Candidates()
    {
        List<SignedEvent> newest = new(_childless.Count);
        foreach (SortedSet<SignedEvent> ofCreator in _childless.Values)
        {
            newest.Add(ofCreator.Min!);
        }

        return newest;
    }

    private void AddChildless(SignedEvent signed)
    {
        if (!_childless.TryGetValue(signed.Body.Creator, out SortedSet<SignedEvent>? ofCreator))
        {
            _childless.Add(signed.Body.Creator, ofCreator = new SortedSet<SignedEvent>(_newestFirst));
        }

        ofCreator.Add(signed);
        _childlessById.Add(signed.Id, signed);
    }

    private void RemoveChildless(EventId id)
    {
        if (!_childlessById.Remove(id, out SignedEvent? signed))
        {
            return;
        }

        SortedSet<SignedEvent> ofCreator = _childless[signed.Body.Creator];
        ofCreator.Remove(signed);
        if (ofCreator.Count == 0)
        {
            _childless.Remove(signed.Body.Creator);
        }
    }

    private EventPlan Plan(List<SignedEvent> parents)
    {
        parents.Sort(static (left, right) => left.Body.Creator.CompareTo(right.Body.Creator));
        ParentReference[] others = new ParentReference[parents.Count];
        for (int index = 0; index < others.Length; index++)
        {
            others[index] = Refer(parents[index]);
        }

        return new EventPlan(
            _self,
            _last is null ? 0 : _last.Body.Sequence + 1,
            Math.Max(_pendingRound, _last?.Body.BirthRound ?? 1),
            _last is null ? default : _last.Body.CreatedAt.Plus(1),
            _last is null ? null : Refer(_last),
            others);
    }

    private static ParentReference Refer(SignedEvent signed) => new(signed.Id, signed.Body.Creator, signed.Body.BirthRound);

    private IEnumerable<ulong[]> OwnTipset(EventId id) => _tipsets.TryGetValue(id, out ulong[]? tipset) ? [tipset] : [];

    private List<ulong[]> ParentTipsets(UnsignedEvent body)
    {
        List<ulong[]> tipsets = [];
        if (body.SelfParent is ParentReference self && _tipsets.TryGetValue(self.Id, out ulong[]? own))
        {
            tipsets.Add(own);
            RemoveChildless(self.Id);
        }

        foreach (ParentReference parent in body.OtherParents)
        {
            if (_tipsets.TryGetValue(parent.Id, out ulong[]? tipset))
            {
                tipsets.Add(tipset);
                RemoveChildless(parent.Id);
            }
        }

        return tipsets;
    }
}
