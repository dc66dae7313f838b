namespace Komandor.Consensus;

/// <content>What an event sees, strongly sees, and so its voting round: docs/protocol/hashgraph.md §5.</content>
internal sealed partial class VotingGraph
{
    private ulong[] _sums = [];
    private int[] _wanted = [];

    // Computes everything about one event from its parents, whose slots are lower.
    private void Measure(int slot)
    {
        AssertInOrder(slot);
        EventNode node = _nodes[slot];
        _generations[slot] = 0;
        _ownWitnesses[slot] = None;
        _firstWitnesses[slot] = None;
        long parentRound = 0;
        int generation = 0;
        foreach (EventNode parent in node.Parents)
        {
            int parentSlot = parent.Slot;
            if (parentSlot != None && _rounds[parentSlot] != 0)
            {
                parentRound = Math.Max(parentRound, _rounds[parentSlot]);
                generation = Math.Max(generation, _generations[parentSlot]);
            }
        }

        _parentRounds[slot] = parentRound;
        long start = _decidedRound == 0 ? 1 : node.IsJudge ? _decidedRound : 0;
        if (parentRound == 0 && start == 0)
        {
            _rounds[slot] = 0;
            return;
        }

        _generations[slot] = generation + 1;
        See(slot, node);
        long round = parentRound == 0 ? start : StronglySees(slot, node, parentRound) ? parentRound + 1 : parentRound;
        RequireMonotone(round, parentRound);
        _rounds[slot] = round;
        if (parentRound == 0)
        {
            Row(_stronglySeen, slot).Fill(None);
        }

        SetWitnesses(slot, node, round, parentRound);
    }

    // The last event of each member that this one sees (rule H42), and that event's witness.
    private void See(int slot, EventNode node)
    {
        Span<int> seen = Row(_lastSeen, slot);
        bool first = true;
        foreach (EventNode parent in node.Parents)
        {
            int parentSlot = parent.Slot;
            if (parentSlot == None || _rounds[parentSlot] == 0)
            {
                continue;
            }

            ReadOnlySpan<int> candidates = Row(_lastSeen, parentSlot);
            if (first)
            {
                candidates.CopyTo(seen);
                first = false;
                continue;
            }

            for (int position = 0; position < seen.Length; position++)
            {
                if (seen[position] != candidates[position])
                {
                    seen[position] = Later(seen[position], candidates[position]);
                }
            }
        }

        if (first)
        {
            seen.Fill(None);
        }

        int own = _positions[slot];
        if (own != None)
        {
            seen[own] = slot;
        }

        // The own entry is filled in by SetWitnesses: it depends on the round.
        Span<int> witnesses = Row(_seenWitnesses, slot);
        for (int position = 0; position < seen.Length; position++)
        {
            int last = seen[position];
            witnesses[position] = last == None || last == slot ? None : _ownWitnesses[last];
        }
    }

    private int Later(int known, int candidate)
    {
        if (candidate == None)
        {
            return known;
        }

        return known == None || _rounds[candidate] > _rounds[known]
            || (_generations[candidate] > _generations[known] && _ownWitnesses[candidate] == _ownWitnesses[known])
                ? candidate
                : known;
    }

    // Fills the row of witnesses of the parent round that are strongly seen (rule H44); true when they weigh a supermajority.
    private bool StronglySees(int slot, EventNode node, long parentRound)
    {
        Span<int> strong = Row(_stronglySeen, slot);
        Inherit(strong, node, parentRound);
        if (HasEnoughIntermediates(slot, parentRound) && Want(slot, node, parentRound, strong))
        {
            Tally(slot, parentRound);
            for (int position = 0; position < _width; position++)
            {
                if (_wanted[position] >= 0 && _sums[position] >= _quorum)
                {
                    strong[position] = _wanted[position];
                }
            }
        }

        ulong weight = 0;
        for (int position = 0; position < strong.Length; position++)
        {
            if (strong[position] != None)
            {
                weight += _weights[position];
            }
        }

        return weight >= _quorum;
    }

    // Nobody who has not reached the parent round has seen a witness of it, so without these there is nothing to count.
    private bool HasEnoughIntermediates(int slot, long parentRound)
    {
        ReadOnlySpan<int> seen = Row(_lastSeen, slot);
        ulong weight = 0;
        for (int position = 0; position < seen.Length; position++)
        {
            int intermediate = seen[position];
            if (intermediate == slot || (intermediate != None && _rounds[intermediate] >= parentRound))
            {
                weight += _weights[position];
            }
        }

        return weight >= _quorum;
    }

    private void Inherit(Span<int> strong, EventNode node, long parentRound)
    {
        strong.Fill(None);
        foreach (EventNode parent in node.Parents)
        {
            int parentSlot = parent.Slot;
            if (parentSlot == None || _rounds[parentSlot] == 0 || _parentRounds[parentSlot] != parentRound)
            {
                continue;
            }

            ReadOnlySpan<int> inherited = Row(_stronglySeen, parentSlot);
            for (int position = 0; position < strong.Length; position++)
            {
                if (strong[position] == None)
                {
                    strong[position] = inherited[position];
                }
            }
        }
    }

    // The witnesses of the parent round that are seen and not yet known to be strongly seen; -2 elsewhere. False when there are none.
    private bool Want(int slot, EventNode node, long parentRound, ReadOnlySpan<int> strong)
    {
        if (_wanted.Length != _width)
        {
            _wanted = new int[_width];
            _sums = new ulong[_width];
        }

        ReadOnlySpan<int> witnesses = SeenBeforeOwn(slot, node);
        bool any = false;
        for (int position = 0; position < _wanted.Length; position++)
        {
            int witness = witnesses[position];
            bool wanted = strong[position] == None && witness != None && _rounds[witness] == parentRound;
            _wanted[position] = wanted ? witness : -2;
            any |= wanted;
        }

        return any;
    }

    // As an intermediary for its own witness an event uses its self-parent's, for its own round is what is being computed.
    private Span<int> SeenBeforeOwn(int slot, EventNode node)
    {
        Span<int> witnesses = Row(_seenWitnesses, slot);
        int own = _positions[slot];
        if (own != None)
        {
            int selfParent = node.SelfParent?.Slot ?? None;
            witnesses[own] = selfParent == None ? None : _ownWitnesses[selfParent];
        }

        return witnesses;
    }

    private void Tally(int slot, long parentRound)
    {
        Array.Clear(_sums);
        ReadOnlySpan<int> seen = Row(_lastSeen, slot);
        for (int position = 0; position < seen.Length; position++)
        {
            int intermediate = seen[position];
            if (intermediate == slot || (intermediate != None && _rounds[intermediate] >= parentRound))
            {
                WitnessTally.Add(Row(_seenWitnesses, intermediate), _wanted, _weights[position], _sums);
            }
        }
    }

    private void SetWitnesses(int slot, EventNode node, long round, long parentRound)
    {
        int selfParent = node.SelfParent?.Slot ?? None;
        int own = round > RoundOf(selfParent) ? slot : _ownWitnesses[selfParent];
        _ownWitnesses[slot] = own;
        if (_positions[slot] != None)
        {
            Row(_seenWitnesses, slot)[_positions[slot]] = own;
        }

        _firstWitnesses[slot] = slot;
        if (round > parentRound)
        {
            return;
        }

        foreach (EventNode parent in node.Parents)
        {
            if (RoundOf(parent.Slot) == round)
            {
                _firstWitnesses[slot] = _firstWitnesses[parent.Slot];
                return;
            }
        }
    }
}
