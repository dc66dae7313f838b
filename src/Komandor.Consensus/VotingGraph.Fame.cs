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
            _undecided++;
            CountLate(_candidates.Count - 1);
        }
        else if (distance > 0)
        {
            _voters.Add(slot);
            Vote(slot, distance);
        }
    }

    // What came after voters is voted on by each of them, alone: no vote on one candidate depends on another's. Otherwise a member who shows
    // many witnesses late would have all votes repeated for each.
    private void CountLate(int index)
    {
        foreach (int voter in _voters)
        {
            long distance = _rounds[voter] - (_decidedRound + 1);
            bool vote = distance == 1
                ? VotesFirst(voter, _candidates[index])
                : Settle(voter, distance, index, CountYes(voter, index, out ulong counted), counted);
            SetVote(voter, index, vote);
        }
    }

    private void SetVote(int voter, int index, bool vote)
    {
        ulong[] votes = _votes[voter];
        if (votes.Length <= index >> 6)
        {
            Array.Resize(ref votes, (index >> 6) + 1);
            _votes[voter] = votes;
        }

        if (vote)
        {
            votes[index >> 6] |= 1UL << (index & 63);
        }
    }

    private ulong CountYes(int voter, int index, out ulong counted)
    {
        ReadOnlySpan<int> strong = Row(_stronglySeen, _firstWitnesses[voter]);
        ulong yes = 0;
        counted = 0;
        for (int position = 0; position < strong.Length; position++)
        {
            if (strong[position] == None)
            {
                continue;
            }

            counted += _weights[position];
            ulong[] votes = _votes[strong[position]];
            bool isYes = index >> 6 < votes.Length && (votes[index >> 6] & (1UL << (index & 63))) != 0;
            yes += isYes ? _weights[position] : 0;
        }

        return yes;
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
        for (int index = 0; index < _candidates.Count; index++)
        {
            if (VotesFirst(voter, _candidates[index]))
            {
                votes[index >> 6] |= 1UL << (index & 63);
            }
        }
    }

    private bool VotesFirst(int voter, Candidate candidate)
    {
        int witness = Row(_seenWitnesses, voter)[candidate.Position];
        while (witness != None && _rounds[witness] > _decidedRound + 1)
        {
            int selfParent = _nodes[witness].SelfParent?.Slot ?? None;
            witness = selfParent == None ? None : _ownWitnesses[selfParent];
        }

        return witness == candidate.Slot;
    }

    // Rules H52 to H54: count the votes of the witnesses of the round before that the voter strongly sees.
    private void VoteByCount(int voter, long distance, ulong[] votes)
    {
        ulong counted = CountVotes(voter);
        for (int index = 0; index < _candidates.Count; index++)
        {
            if (Settle(voter, distance, index, _yesWeights[index], counted))
            {
                votes[index >> 6] |= 1UL << (index & 63);
            }
        }
    }

    // The voter's vote on one candidate, whose fame it decides when a supermajority agrees.
    private bool Settle(int voter, long distance, int index, ulong yes, ulong counted)
    {
        ref Candidate candidate = ref CollectionsMarshal.AsSpan(_candidates)[index];
        bool isCoinRound = distance % _coinPeriodRounds == 0;
        ulong no = counted - yes;
        bool vote = yes >= no;
        bool settled = (vote ? yes : no) >= _quorum;
        if (isCoinRound && !settled)
        {
            CoinFlips += candidate.IsDecided ? 0 : 1;
            return _ignoresCoin ? (_nodes[voter].Index & 1) != 0 : (_nodes[voter].Signed.Body.Coin & 1) != 0;
        }

        if (settled && !isCoinRound && !candidate.IsDecided)
        {
            candidate.IsDecided = true;
            candidate.IsFamous = vote;
            _undecided--;
        }

        return vote;
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
