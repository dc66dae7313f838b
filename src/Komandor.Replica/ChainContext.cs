using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>What all members of a shard know from its genesis. Immutable.</summary>
public sealed class ChainContext
{
    /// <summary>The context of the chain that <paramref name="genesis"/> begins.</summary>
    public ChainContext(Genesis genesis)
        : this(genesis, genesis.Roster)
    {
    }

    /// <summary>The context with another roster object of the same members: a way for the simulation to plant a fault.</summary>
    internal ChainContext(Genesis genesis, Roster roster)
    {
        Genesis = genesis;
        Chain = genesis.ChainId;
        Shard = genesis.Shard;
        Roster = roster;
        Schedule = RosterSchedule.Constant(roster);
    }

    /// <summary>The genesis.</summary>
    public Genesis Genesis { get; }

    /// <summary>The chain.</summary>
    public ChainId Chain { get; }

    /// <summary>The shard.</summary>
    public ShardId Shard { get; }

    /// <summary>The members. The ledger elects no others yet, so they decide every round.</summary>
    public Roster Roster { get; }

    /// <summary>The same as a schedule.</summary>
    public RosterSchedule Schedule { get; }
}
