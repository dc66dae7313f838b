using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <content>The election of famous witnesses and judges: docs/protocol/hashgraph.md §6.</content>
internal sealed partial class VotingGraph
{
    private readonly List<Candidate> _candidates = [];
    private readonly List<int> _voters = [];
    private readonly Dictionary<int, ulong[]> _votes = [];
    private ulong[] _yesWeights = [];
    private int _undecided;

    /// <summary>Whether every known witness of the round being elected is known to be famous or not, and there is one.</summary>
    public bool IsDecided => _candidates.Count > 0 && _undecided == 0;

    /// <summary>Counts coin votes that no supermajority settled, for tests and metrics.</summary>
    public long CoinFlips { get; private set; }

    /// <summary>The judges of the decided round, ascending by creator: of each creator's famous witnesses, the one with the least id.</summary>
    public List<EventNode> Judges()
    {
        Invariant.Require(IsDecided);
        EventNode?[] chosen = new EventNode?[_width];
        foreach (Candidate candidate in _candidates)
        {
            EventNode node = _nodes[candidate.Slot];
            if (candidate.IsFamous && (chosen[candidate.Position] is not EventNode other || node.Signed.Id.CompareTo(other.Signed.Id) < 0))
            {
                chosen[candidate.Position] = node;
            }
        }

        List<EventNode> judges = [];
        foreach (EventNode? judge in chosen)
        {
            if (judge is not null)
            {
                judges.Add(judge);
            }
        }

        // A theorem, as long as less than a third of the weight breaks the rules.
        Invariant.Require(judges.Count > 0);
        return judges;
    }

    private void ResetElection()
    {
        _candidates.Clear();
        _voters.Clear();
        _votes.Clear();
        _undecided = 0;
    }

    private void EnterWitness(int slot)
    {
        long distance = _rounds[slot] - (_decidedRound + 1);
        if (distance == 0)
        {
            _candidates.Add(new Candidate(slot, _positions[slot]));
            Recount();
        }
        else if (distance > 0)
        {
            _voters.Add(slot);
            Vote(slot, distance);
        }
    }

    // A candidate that comes after voters is rare, and the count is short: it is simply repeated.
    private void Recount()
    {
        Span<Candidate> candidates = CollectionsMarshal.AsSpan(_candidates);
        foreach (ref Candidate candidate in candidates)
        {
            candidate.IsDecided = false;
            candidate.IsFamous = false;
        }

        _undecided = candidates.Length;
        foreach (int voter in _voters)
        {
            Vote(voter, _rounds[voter] - (_decidedRound + 1));
        }
    }

    private void Vote(int voter, long distance)
    {
        ulong[] votes = new ulong[(_candidates.Count + 63) / 64];
        _votes[voter] = votes;
        if (distance == 1)
        {
            VoteFirst(voter, votes);
        }
        else if (_undecided > 0)
        {
            VoteByCount(voter, distance, votes);
        }
    }

    // Rule H51: yes to the witness that the voter sees of each creator.
    private void VoteFirst(int voter, ulong[] votes)
    {
        long electedRound = _decidedRound + 1;
        ReadOnlySpan<int> witnesses = Row(_seenWitnesses, voter);
        for (int index = 0; index < _candidates.Count; index++)
        {
            Candidate candidate = _candidates[index];
            int witness = witnesses[candidate.Position];
            while (witness != None && _rounds[witness] > electedRound)
            {
                int selfParent = _nodes[witness].SelfParent?.Slot ?? None;
                witness = selfParent == None ? None : _ownWitnesses[selfParent];
            }

            if (witness == candidate.Slot)
            {
                votes[index >> 6] |= 1UL << (index & 63);
            }
        }
    }

    // Rules H52 to H54: count the votes of the witnesses of the round before that the voter strongly sees.
    private void VoteByCount(int voter, long distance, ulong[] votes)
    {
        ulong counted = CountVotes(voter);
        bool isCoinRound = distance % _coinPeriodRounds == 0;
        bool coin = _ignoresCoin ? (_nodes[voter].Index & 1) != 0 : (_nodes[voter].Signed.Body.Coin & 1) != 0;
        Span<Candidate> candidates = CollectionsMarshal.AsSpan(_candidates);
        for (int index = 0; index < candidates.Length; index++)
        {
            ref Candidate candidate = ref candidates[index];
            ulong yes = _yesWeights[index];
            ulong no = counted - yes;
            bool vote = yes >= no;
            bool settled = (vote ? yes : no) >= _quorum;
            if (isCoinRound && !settled)
            {
                vote = coin;
                CoinFlips += candidate.IsDecided ? 0 : 1;
            }

            if (vote)
            {
                votes[index >> 6] |= 1UL << (index & 63);
            }

            if (settled && !isCoinRound && !candidate.IsDecided)
            {
                candidate.IsDecided = true;
                candidate.IsFamous = vote;
                _undecided--;
            }
        }
    }

    private ulong CountVotes(int voter)
    {
        if (_yesWeights.Length < _candidates.Count)
        {
            _yesWeights = new ulong[_candidates.Count * 2];
        }

        Array.Clear(_yesWeights);
        ReadOnlySpan<int> strong = Row(_stronglySeen, _firstWitnesses[voter]);
        ulong counted = 0;
        for (int position = 0; position < strong.Length; position++)
        {
            if (strong[position] == None)
            {
                continue;
            }

            ulong weight = _weights[position];
            counted += weight;
            ulong[] votes = _votes[strong[position]];
            for (int word = 0; word < votes.Length; word++)
            {
                for (ulong bits = votes[word]; bits != 0; bits &= bits - 1)
                {
                    _yesWeights[(word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits)] += weight;
                }
            }
        }

        return counted;
    }
}
