using System.Diagnostics;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>The part of the graph that matters to the election of one round: docs/protocol/hashgraph.md §5 and §6.</summary>
/// <remarks>Holds the undecided events and the descendants of the last judges, in the order in which they came. Each has a slot; what
/// it sees is a row of slots, one a member of the roster. By definition every election is computed from nothing; where that provably changes
/// nothing, VotingGraph.Carry.cs keeps what the last one computed.</remarks>
internal sealed partial class VotingGraph
{
    /// <summary>No event.</summary>
    private const int None = -1;

    private readonly int _coinPeriodRounds;
    private readonly bool _ignoresCoin;
    private Roster? _roster;
    private ulong[] _weights = [];

    // The least weight that is more than two thirds.
    private ulong _quorum;
    private long _decidedRound;
    private int _width;
    private int _count;

    private EventNode[] _nodes = [];
    private int[] _positions = [];
    private long[] _rounds = [];
    private long[] _parentRounds = [];
    private int[] _generations = [];
    private int[] _ownWitnesses = [];
    private int[] _firstWitnesses = [];
    private int[] _lastSeen = [];
    private int[] _seenWitnesses = [];
    private int[] _stronglySeen = [];

    /// <summary>An empty graph, which elects nothing before <see cref="Begin"/>.</summary>
    public VotingGraph(int coinPeriodRounds, bool ignoresCoin = false)
    {
        _coinPeriodRounds = coinPeriodRounds;
        _ignoresCoin = ignoresCoin;
    }

    /// <summary>The events that have a slot, in topological order.</summary>
    public ReadOnlySpan<EventNode> Nodes => _nodes.AsSpan(0, _count);

    /// <summary>The voting round of the event in a slot in the current election; 0 without a slot.</summary>
    public long RoundOf(int slot) => slot == None ? 0 : _rounds[slot];

    /// <summary>Ends the last election, drops what no later one needs, and elects the round after <paramref name="decidedRound"/>.</summary>
    /// <param name="decidedRound">The round decided last; its judges are marked. 0 on a new chain.</param>
    /// <param name="roster">The roster of the next round; null pauses elections until the next call.</param>
    public void Begin(long decidedRound, Roster? roster)
    {
        bool carries = CanCarry(decidedRound, roster);
        _decidedRound = decidedRound;
        if (carries)
        {
            Carry();
            return;
        }

        _roster = roster;
        _width = roster?.Members.Length ?? 0;
        _quorum = roster is null ? 0 : roster.Quorum;
        _weights = new ulong[_width];
        for (int position = 0; position < _width; position++)
        {
            _weights[position] = roster!.Members[position].Weight;
        }

        ResetElection();
        ForgetChains();
        EventNode[] nodes = _nodes;
        int count = _count;
        _count = 0;
        for (int index = 0; index < count; index++)
        {
            nodes[index].Slot = None;
        }

        Reserve(count);
        for (int index = 0; index < count; index++)
        {
            EventNode node = nodes[index];
            if (Stays(node))
            {
                Append(node);
            }
        }

        Array.Clear(_nodes, _count, count - _count);
        for (int slot = 0; slot < _count && roster is not null; slot++)
        {
            Enter(slot);
        }
    }

    /// <summary>Adds an event whose linked parents are all in the graph or have no part in it any more.</summary>
    public void Add(EventNode node)
    {
        Reserve(_count + 1);
        int slot = Append(node);
        if (_roster is not null)
        {
            Enter(slot);
        }
    }

    private int Append(EventNode node)
    {
        int slot = _count++;
        node.Slot = slot;
        _nodes[slot] = node;
        return slot;
    }

    // No ordered event but a judge itself descends from a judge, for it is an ancestor of all judges.
    private static bool Stays(EventNode node) => node.State == NodeState.Undecided || node.IsJudge;

    private void Enter(int slot)
    {
        _positions[slot] = _roster!.IndexOf(_nodes[slot].Signed.Body.Creator);
        if (!ContinuesChain(slot) && _isCarried)
        {
            Recompute(slot);
            return;
        }

        Measure(slot);
        if (IsWitness(slot))
        {
            EnterWitness(slot);
        }
    }

    private bool IsWitness(int slot) => _positions[slot] != None && _rounds[slot] != 0 && _ownWitnesses[slot] == slot;

    private void Reserve(int count)
    {
        int capacity = Math.Max(count, 64);
        if (_nodes.Length < capacity)
        {
            capacity = Math.Max(capacity, _nodes.Length * 2);
            Array.Resize(ref _nodes, capacity);
            Array.Resize(ref _positions, capacity);
            Array.Resize(ref _rounds, capacity);
            Array.Resize(ref _parentRounds, capacity);
            Array.Resize(ref _generations, capacity);
            Array.Resize(ref _ownWitnesses, capacity);
            Array.Resize(ref _firstWitnesses, capacity);
        }

        int cells = _nodes.Length * _width;
        if (_lastSeen.Length < cells)
        {
            Array.Resize(ref _lastSeen, cells);
            Array.Resize(ref _seenWitnesses, cells);
            Array.Resize(ref _stronglySeen, cells);
        }
    }

    private Span<int> Row(int[] rows, int slot) => rows.AsSpan(slot * _width, _width);

    [Conditional("DEBUG")]
    private void AssertInOrder(int slot)
    {
        foreach (EventNode parent in _nodes[slot].Parents)
        {
            Debug.Assert(parent.Slot < slot);
        }
    }

    private static void RequireMonotone(long round, long parentRound) => Invariant.Require(round >= parentRound);
}
