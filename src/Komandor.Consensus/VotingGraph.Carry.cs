using Komandor.Primitives;

namespace Komandor.Consensus;

/// <content>Keeps what one election computed for the next: docs/adr/0010-elections-carry-over.md has the proof.</content>
/// <remarks>Allowed while the roster stays, nobody has branched, and all events that reached the decided round by themselves are judges of it. Then
/// every event of that round or a later one descends from a judge, and its rounds, witnesses and strongly seen witnesses are what the
/// definition gives for the next election too; all others have round 0 in it. A branch ends it: everything is computed anew.</remarks>
internal sealed partial class VotingGraph
{
    private int[] _newest = [];
    private int[] _moved = [];
    private bool _hasBranch;
    private bool _isCarried;

    /// <summary>How many elections began with what the last one had computed.</summary>
    public long CarriedElections { get; private set; }

    private bool CanCarry(long decidedRound, Roster? roster)
    {
        if (_roster is null || roster is null || _hasBranch || decidedRound != _decidedRound + 1
            || (!ReferenceEquals(roster, _roster) && !roster.Members.AsSpan().SequenceEqual(_roster.Members.AsSpan())))
        {
            return false;
        }

        for (int slot = 0; slot < _count; slot++)
        {
            if (_rounds[slot] >= decidedRound && _parentRounds[slot] < decidedRound && !_nodes[slot].IsJudge)
            {
                return false;
            }
        }

        return true;
    }

    private void ForgetChains()
    {
        _newest = new int[_width];
        Array.Fill(_newest, None);
        _hasBranch = false;
        _isCarried = false;
    }

    // Whether the events of each member here are one chain, up to this one.
    private bool ContinuesChain(int slot)
    {
        int position = _positions[slot];
        if (position == None)
        {
            return true;
        }

        int newest = _newest[position];
        _newest[position] = slot;
        _hasBranch |= newest != None && (_nodes[slot].SelfParent?.Slot ?? None) != newest;
        return !_hasBranch;
    }

    private void Recompute(int lastSlot)
    {
        ResetElection();
        ForgetChains();
        for (int slot = 0; slot <= lastSlot; slot++)
        {
            Enter(slot);
        }
    }

    private void Carry()
    {
        CarriedElections++;
        _isCarried = true;
        ResetElection();
        Array.Fill(_newest, None);
        if (_moved.Length < _count)
        {
            _moved = new int[_nodes.Length];
        }

        int count = _count;
        _count = 0;
        for (int slot = 0; slot < count; slot++)
        {
            EventNode node = _nodes[slot];
            _moved[slot] = None;
            if (!Stays(node))
            {
                node.Slot = None;
                continue;
            }

            int target = Append(node);
            _moved[slot] = _rounds[slot] >= _decidedRound ? target : None;
            Move(slot, target);
        }

        Array.Clear(_nodes, _count, count - _count);
        for (int slot = 0; slot < _count; slot++)
        {
            if (IsWitness(slot))
            {
                EnterWitness(slot);
            }
        }
    }

    // Targets never lie above sources, and an event refers to lower slots alone, which have moved already.
    private void Move(int slot, int target)
    {
        int position = _positions[slot];
        _positions[target] = position;
        if (position != None)
        {
            _newest[position] = target;
        }

        if (_moved[slot] == None)
        {
            _rounds[target] = 0;
            _parentRounds[target] = 0;
            _generations[target] = 0;
            _ownWitnesses[target] = None;
            _firstWitnesses[target] = None;
            return;
        }

        _rounds[target] = _rounds[slot];
        _generations[target] = _generations[slot];
        _ownWitnesses[target] = _moved[_ownWitnesses[slot]];
        _firstWitnesses[target] = _moved[_firstWitnesses[slot]];
        MoveRow(_lastSeen, slot, target);
        MoveRow(_seenWitnesses, slot, target);
        bool starts = _parentRounds[slot] < _decidedRound;
        _parentRounds[target] = starts ? 0 : _parentRounds[slot];
        if (starts)
        {
            Row(_stronglySeen, target).Fill(None);
        }
        else
        {
            MoveRow(_stronglySeen, slot, target);
        }
    }

    private void MoveRow(int[] rows, int slot, int target)
    {
        ReadOnlySpan<int> source = Row(rows, slot);
        Span<int> destination = Row(rows, target);
        for (int index = 0; index < source.Length; index++)
        {
            int seen = source[index];
            destination[index] = seen == None ? None : _moved[seen];
        }
    }
}
