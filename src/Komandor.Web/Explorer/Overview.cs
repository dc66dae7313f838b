using Komandor.Api.Messages;

namespace Komandor.Web.Explorer;

/// <summary>The network at a glance.</summary>
/// <param name="Chain">What chain this is.</param>
/// <param name="Network">Members, rounds, finality, throughput.</param>
/// <param name="Supply">The supply; null when the node does not tell it now.</param>
/// <param name="Newest">The newest blocks, newest first.</param>
public sealed record Overview(
    ChainInfo Chain,
    NetworkStatus Network,
    SupplyReport? Supply,
    IReadOnlyList<BlockSummary> Newest)
{
    /// <summary>The pools of private money; null when the node does not tell them now.</summary>
    public PoolReport? Pools { get; init; }
}
