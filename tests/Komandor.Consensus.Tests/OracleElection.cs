using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

/// <summary>One election by definition: docs/protocol/hashgraph.md §5 to §7.</summary>
internal sealed class OracleElection
{
    private readonly ConsensusSettings _settings;
    private readonly Roster _roster;
    private readonly long _elected;
    private readonly HashSet<EventId> _lastJudges;
    private readonly Dictionary<EventId, SignedEvent> _live;
    private readonly Dictionary<EventId, List<SignedEvent>> _parents = [];
    private readonly Dictionary<EventId, HashSet<EventId>> _ancestors = [];
    private readonly Dictionary<EventId, long> _rounds = [];
    private readonly Dictionary<EventId, int> _generations = [];
    private readonly Dictionary<EventId, int> _generationsWithin = [];
    private readonly Dictionary<(EventId, MemberId), SignedEvent?> _seen = [];
    private readonly Dictionary<(EventId, MemberId), SignedEvent?> _strong = [];
    private readonly Dictionary<(EventId, EventId), bool> _votes = [];

    public OracleElection(
        ConsensusSettings settings, Roster roster, long elected, long ancientBefore, HashSet<EventId> lastJudges, IEnumerable<SignedEvent> live)
    {
        _settings = settings;
        _roster = roster;
        _elected = elected;
        _lastJudges = lastJudges;
        _live = live.ToDictionary(e => e.Id);
        foreach (SignedEvent x in _live.Values)
        {
            List<SignedEvent> parents = [];
            if (x.Body.SelfParent is ParentReference self && self.BirthRound >= ancientBefore)
            {
                parents.Add(_live[self.Id]);
            }

            parents.AddRange(x.Body.OtherParents.Where(p => p.BirthRound >= ancientBefore).Select(p => _live[p.Id]));
            _parents.Add(x.Id, parents);
        }
    }

    /// <summary>Votes of coin rounds on witnesses that were undecided.</summary>
    public int CoinVotes { get; private set; }

    /// <summary>Those of them that the coin gave.</summary>
    public int CoinFlips { get; private set; }

    /// <summary>The voting round of each event that takes part.</summary>
    public IEnumerable<(EventId Id, long Round)> VotingRounds() => _live.Values.Select(x => (x.Id, Round(x)));

    /// <summary>Rules H50 to H56; null while undecided.</summary>
    public List<SignedEvent>? Judges()
    {
        List<SignedEvent> candidates = [.. _live.Values.Where(x => IsWitness(x) && Round(x) == _elected)];
        List<SignedEvent> voters = [.. _live.Values.Where(x => IsWitness(x) && Round(x) > _elected).OrderBy(Round)];
        List<SignedEvent> famous = [];
        foreach (SignedEvent candidate in candidates)
        {
            bool? fame = null;
            foreach (SignedEvent voter in voters.TakeWhile(_ => fame is null))
            {
                fame = Decision(voter, candidate);
            }

            if (fame is null)
            {
                return null;
            }

            if (fame.Value)
            {
                famous.Add(candidate);
            }
        }

        return candidates.Count == 0
            ? null
            : [.. famous.GroupBy(x => x.Body.Creator).OrderBy(group => group.Key).Select(group => group.MinBy(x => x.Id)!)];
    }

    /// <summary>Rules H60 to H63.</summary>
    public IEnumerable<(SignedEvent Event, long Median)> Receive(List<SignedEvent> judges, HashSet<EventId> ordered)
    {
        List<SignedEvent> received = [.. _live.Values.Where(x =>
            !ordered.Contains(x.Id) && judges.All(judge => IsAncestorOrSelf(x, judge)))];
        HashSet<EventId> ids = [.. received.Select(x => x.Id)];
        Dictionary<EventId, List<(long Time, ulong Weight)>> times = [];
        foreach (SignedEvent x in received)
        {
            times.Add(x.Id, [.. judges.Select(judge => (FirstTime(x, judge), Weight(judge.Body.Creator))).OrderBy(pair => pair.Item1)]);
        }

        byte[] whitening = new byte[32];
        foreach (SignedEvent judge in judges)
        {
            whitening = Xor(whitening, judge.Id.Value.ToArray());
        }

        received.Sort((x, y) =>
        {
            int order = Median(times[x.Id]).CompareTo(Median(times[y.Id]));
            foreach (int index in Outwards(judges.Count))
            {
                order = order != 0 ? order : times[x.Id][index].Time.CompareTo(times[y.Id][index].Time);
            }

            order = order != 0 ? order : GenerationWithin(x, ids).CompareTo(GenerationWithin(y, ids));
            return order != 0 ? order
                : Xor(x.Id.Value.ToArray(), whitening).AsSpan().SequenceCompareTo(Xor(y.Id.Value.ToArray(), whitening));
        });
        return received.Select(x => (x, Median(times[x.Id])));
    }

    // What the voter decides about the candidate, if anything: rules H53 and H54.
    private bool? Decision(SignedEvent voter, SignedEvent candidate)
    {
        long distance = Round(voter) - _elected;
        if (distance < 2 || distance % _settings.CoinPeriodRounds == 0)
        {
            CoinVotes += distance >= 2 ? 1 : 0;
            if (distance >= 2 && !_roster.IsSupermajority(Math.Max(Count(voter, candidate).Yes, Count(voter, candidate).No)))
            {
                CoinFlips++;
            }

            return null;
        }

        (ulong yes, ulong no) = Count(voter, candidate);
        return _roster.IsSupermajority(yes) ? true : _roster.IsSupermajority(no) ? false : null;
    }

    private bool Vote(SignedEvent voter, SignedEvent candidate)
    {
        if (!_votes.TryGetValue((voter.Id, candidate.Id), out bool vote))
        {
            _votes.Add((voter.Id, candidate.Id), vote = VoteByDefinition(voter, candidate));
        }

        return vote;
    }

    private bool VoteByDefinition(SignedEvent voter, SignedEvent candidate)
    {
        long distance = Round(voter) - _elected;
        if (distance == 1)
        {
            SignedEvent? witness = SeenWitness(voter, candidate.Body.Creator);
            while (witness is not null && Round(witness) > _elected)
            {
                witness = SelfParent(witness) is SignedEvent before ? OwnWitness(before) : null;
            }

            return witness == candidate;
        }

        (ulong yes, ulong no) = Count(voter, candidate);
        bool settled = _roster.IsSupermajority(yes) || _roster.IsSupermajority(no);
        return distance % _settings.CoinPeriodRounds == 0 && !settled ? (voter.Body.Coin & 1) == 1 : yes >= no;
    }

    private (ulong Yes, ulong No) Count(SignedEvent voter, SignedEvent candidate)
    {
        ulong yes = 0;
        ulong no = 0;
        foreach (RosterMember member in _roster.Members)
        {
            SignedEvent? witness = StronglySeen(FirstWitness(voter), member.Id);
            if (witness is not null)
            {
                yes += Vote(witness, candidate) ? member.Weight : 0;
                no += Vote(witness, candidate) ? 0 : member.Weight;
            }
        }

        return (yes, no);
    }

    private bool IsWitness(SignedEvent x) =>
        _roster.IndexOf(x.Body.Creator) >= 0 && Round(x) > 0 && (SelfParent(x) is not SignedEvent self || Round(self) < Round(x));

    private long ParentRound(SignedEvent x) => _parents[x.Id].Select(Round).DefaultIfEmpty(0).Max();

    // Rule H41.
    private long Round(SignedEvent x)
    {
        if (_rounds.TryGetValue(x.Id, out long round))
        {
            return round;
        }

        long parentRound = ParentRound(x);
        if (parentRound == 0)
        {
            round = _elected == 1 ? 1 : _lastJudges.Contains(x.Id) ? _elected - 1 : 0;
        }
        else
        {
            ulong weight = 0;
            foreach (RosterMember member in _roster.Members)
            {
                weight += StronglySeen(x, member.Id) is null ? 0 : member.Weight;
            }

            round = _roster.IsSupermajority(weight) ? parentRound + 1 : parentRound;
        }

        _rounds.Add(x.Id, round);
        return round;
    }

    private int Generation(SignedEvent x)
    {
        if (!_generations.TryGetValue(x.Id, out int generation))
        {
            generation = Round(x) == 0 ? 0 : 1 + _parents[x.Id].Select(Generation).DefaultIfEmpty(0).Max();
            _generations.Add(x.Id, generation);
        }

        return generation;
    }

    // The generation of an event whose round is being computed is not needed: it is asked of what parents see.
    private SignedEvent? LastSeen(SignedEvent x, MemberId member)
    {
        if (x.Body.Creator == member)
        {
            return x;
        }

        if (_seen.TryGetValue((x.Id, member), out SignedEvent? seen))
        {
            return seen;
        }

        foreach (SignedEvent parent in _parents[x.Id].Where(parent => Round(parent) > 0))
        {
            SignedEvent? candidate = LastSeen(parent, member);
            if (candidate is null)
            {
                continue;
            }

            if (seen is null || Round(candidate) > Round(seen)
                || (OwnWitness(candidate) == OwnWitness(seen) && Generation(candidate) > Generation(seen)))
            {
                seen = candidate;
            }
        }

        _seen.Add((x.Id, member), seen);
        return seen;
    }

    private SignedEvent? SelfParent(SignedEvent x) => x.Body.SelfParent is ParentReference self ? _parents[x.Id].Find(p => p.Id == self.Id) : null;

    private SignedEvent? OwnWitness(SignedEvent x) =>
        Round(x) == 0 ? null
        : SelfParent(x) is not SignedEvent self || Round(self) < Round(x) ? x
        : OwnWitness(self);

    private SignedEvent? SeenWitness(SignedEvent x, MemberId member) => LastSeen(x, member) is SignedEvent seen ? OwnWitness(seen) : null;

    // Rule H43: what x sees of member through an event of another.
    private SignedEvent? SeenThrough(SignedEvent x, MemberId member, MemberId through)
    {
        if (member == through && x.Body.Creator == through)
        {
            return SelfParent(x) is SignedEvent self ? OwnWitness(self) : null;
        }

        return LastSeen(x, through) is SignedEvent intermediate ? SeenWitness(intermediate, member) : null;
    }

    // Rule H44.
    private SignedEvent? StronglySeen(SignedEvent x, MemberId member)
    {
        if (_strong.TryGetValue((x.Id, member), out SignedEvent? witness))
        {
            return witness;
        }

        long parentRound = ParentRound(x);
        if (parentRound > 0)
        {
            witness = _parents[x.Id]
                .Where(parent => Round(parent) > 0 && ParentRound(parent) == parentRound)
                .Select(parent => StronglySeen(parent, member)).FirstOrDefault(seen => seen is not null);
            witness ??= StronglySeenAnew(x, member, parentRound);
        }

        _strong.Add((x.Id, member), witness);
        return witness;
    }

    private SignedEvent? StronglySeenAnew(SignedEvent x, MemberId member, long parentRound)
    {
        SignedEvent? witness = SeenThrough(x, member, member);
        if (witness is null || Round(witness) != parentRound)
        {
            return null;
        }

        ulong weight = 0;
        foreach (RosterMember through in _roster.Members)
        {
            weight += SeenThrough(x, member, through.Id) == witness ? through.Weight : 0;
        }

        return _roster.IsSupermajority(weight) ? witness : null;
    }

    private SignedEvent FirstWitness(SignedEvent x) =>
        Round(x) > ParentRound(x) ? x : FirstWitness(_parents[x.Id].First(parent => Round(parent) == Round(x)));

    private HashSet<EventId> Ancestors(SignedEvent x)
    {
        if (!_ancestors.TryGetValue(x.Id, out HashSet<EventId>? ancestors))
        {
            ancestors = [x.Id];
            foreach (SignedEvent parent in _parents[x.Id])
            {
                ancestors.UnionWith(Ancestors(parent));
            }

            _ancestors.Add(x.Id, ancestors);
        }

        return ancestors;
    }

    private bool IsAncestorOrSelf(SignedEvent x, SignedEvent of) => Ancestors(of).Contains(x.Id);

    // When the judge's creator first had an event that descends from x, on the judge's own chain.
    private long FirstTime(SignedEvent x, SignedEvent judge)
    {
        SignedEvent first = judge;
        while (SelfParent(first) is SignedEvent before && IsAncestorOrSelf(x, before))
        {
            first = before;
        }

        return first.Body.CreatedAt.UnixMicroseconds;
    }

    private ulong Weight(MemberId member) => _roster.Members[_roster.IndexOf(member)].Weight;

    private static long Median(List<(long Time, ulong Weight)> times)
    {
        ulong total = times.Aggregate(0UL, (sum, pair) => sum + pair.Weight);
        ulong reached = 0;
        return times.First(pair => 2 * (reached += pair.Weight) > total).Time;
    }

    private static IEnumerable<int> Outwards(int count)
    {
        int middle = count / 2;
        for (int step = 0; step < count; step++)
        {
            if (middle - step >= 0)
            {
                yield return middle - step;
            }

            if (step > 0 && middle + step < count)
            {
                yield return middle + step;
            }
        }
    }

    private int GenerationWithin(SignedEvent x, HashSet<EventId> ids)
    {
        if (!_generationsWithin.TryGetValue(x.Id, out int generation))
        {
            generation = 1 + _parents[x.Id].Where(p => ids.Contains(p.Id)).Select(p => GenerationWithin(p, ids)).DefaultIfEmpty(0).Max();
            _generationsWithin.Add(x.Id, generation);
        }

        return generation;
    }

    private static byte[] Xor(byte[] left, byte[] right) => [.. left.Zip(right, (one, other) => (byte)(one ^ other))];
}
