namespace Komandor.Consensus;

/// <summary>An event of the graph, linked to those of its parents that were not ancient when it came.</summary>
internal sealed class EventNode(SignedEvent signed, EventNode? selfParent, EventNode[] parents, long index)
{
    /// <summary>The event.</summary>
    public SignedEvent Signed { get; } = signed;

    /// <summary>The self-parent, when linked.</summary>
    public EventNode? SelfParent { get; private set; } = selfParent;

    /// <summary>All linked parents: the self-parent first, then the others in the event's order.</summary>
    public EventNode[] Parents { get; private set; } = parents;

    /// <summary>Counts insertions here, so that it ascends along every path. A way to sort; never a name.</summary>
    public long Index { get; } = index;

    /// <summary>Its row in the voting graph, or -1 when it has no part in elections.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Where it stands.</summary>
    public NodeState State { get; set; }

    /// <summary>Whether it is a judge of the round decided last.</summary>
    public bool IsJudge { get; set; }

    /// <summary>Whether some event of the graph has it as a parent.</summary>
    public bool HasChildren { get; set; }

    /// <summary>Its birth round.</summary>
    public long BirthRound => Signed.Body.BirthRound;

    /// <summary>Lets go of the parents, so that a forgotten past can be collected.</summary>
    public void Expire()
    {
        State = NodeState.Expired;
        SelfParent = null;
        Parents = [];
    }
}
