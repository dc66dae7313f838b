using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Client;
using Komandor.Primitives;
using Komandor.Wallet.Payments;

namespace Komandor.Cli.Replay;

/// <summary>Looks at every node whether what was paid is there.</summary>
internal sealed class Audit(Nodes nodes, TimeProvider time)
{
    private const int Parallelism = 16;
    private const int MaximumFindings = 20;

    private static readonly TimeSpan _catchUpLimit = TimeSpan.FromMinutes(3);

    private readonly List<string> _findings = [];

    /// <summary>What is wrong, at most twenty things; empty when all is well.</summary>
    internal IReadOnlyList<string> Findings => _findings;

    /// <summary>Whether every node says that its state conserves the supply.</summary>
    internal bool SupplyConserved { get; private set; } = true;

    /// <summary>Checks the coins, the supply and the state roots on every node.</summary>
    internal async Task RunAsync(IReadOnlyList<Result> results, CancellationToken cancellationToken)
    {
        Result[] final = [.. results.Where(result => result.Fate?.State == PaymentState.Final)];
        HashSet<CoinName> spent = [.. final.SelectMany(result => result.Payment.Inputs).Select(input => input.Source)];
        ulong height = final.Select(result => result.Fate!.Height ?? 0).DefaultIfEmpty(0UL).Max();
        List<(ulong Height, int Node)> heights = [];
        for (int node = 0; node < nodes.Clients.Count; node++)
        {
            ulong reached = await CatchUpAsync(nodes.Clients[node], height, cancellationToken);
            if (reached < height)
            {
                Note($"{nodes.Endpoints[node]} stands at block {reached}, and payments stand in block {height}.");
                SupplyConserved = false;
                continue;
            }

            heights.Add((reached, node));
            await CheckCoinsAsync(node, final, spent, cancellationToken);
            await CheckSupplyAsync(node, cancellationToken);
        }

        if (heights.Count > 0)
        {
            await CheckRootsAsync(heights, cancellationToken);
        }
    }

    private async Task<ulong> CatchUpAsync(NodeClient node, ulong height, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        ulong reached = 0;
        while (time.GetElapsedTime(start) < _catchUpLimit)
        {
            try
            {
                reached = (await node.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), cancellationToken)).Height;
                if (reached >= height)
                {
                    return reached;
                }
            }
            catch (ApiException away) when (away.Code is ApiErrorCode.NotReady or ApiErrorCode.Busy)
            {
                // It is being started again, or catches up.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), time, cancellationToken);
        }

        return reached;
    }

    private async Task CheckCoinsAsync(int node, Result[] final, HashSet<CoinName> spent, CancellationToken cancellationToken)
    {
        ParallelOptions limits = new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(final.SelectMany(result => result.Coins), limits, async (one, cancelled) =>
        {
            string? wrong = await CheckCoinAsync(nodes.Clients[node], one.Coin, spent.Contains(one.Name), cancelled);
            if (wrong is not null)
            {
                Note($"{nodes.Endpoints[node]}: output {one.Name.Index} of {one.Name.Payment} {wrong}.");
            }
        });
    }

    private static async Task<string?> CheckCoinAsync(NodeClient node, MadeCoin coin, bool spent, CancellationToken cancellationToken)
    {
        try
        {
            ObjectDetails details = await node.CallAsync(ApiCatalogue.ObjectGet, new ObjectQuery(coin.Id.ToString()), cancellationToken);
            return details.Object.Amount != coin.Units || details.Object.Asset != AssetId.Kmcc ? $"holds {details.Object.Amount} units of {coin.Units}"
                : details.Object.Lock != coin.Owner.Lock.ToString() ? "has another owner"
                : details.Unspent == spent ? (spent ? "was spent and is still there" : "was spent by nobody and is gone")
                : null;
        }
        catch (ApiException refusal)
        {
            return $"is not there: {refusal.Message}";
        }
    }

    private async Task CheckSupplyAsync(int node, CancellationToken cancellationToken)
    {
        SupplyReport supply = await nodes.Clients[node].CallAsync(ApiCatalogue.StateSupply, new NoParameters(), cancellationToken);
        bool sums = supply.Assets.All(asset => (UInt128)asset.Coins + asset.FeePool + asset.Pools == asset.Supply);
        if (!supply.Conserved || !sums)
        {
            SupplyConserved = false;
            Note($"{nodes.Endpoints[node]}: the supply is not conserved.");
        }
    }

    private async Task CheckRootsAsync(List<(ulong Height, int Node)> heights, CancellationToken cancellationToken)
    {
        ulong common = heights.Min(one => one.Height);
        HashSet<Hash256> roots = [];
        foreach ((_, int node) in heights)
        {
            BlockDetails block = await nodes.Clients[node].CallAsync(ApiCatalogue.ChainBlock, new BlockQuery(common, null), cancellationToken);
            roots.Add(block.StateRoot);
        }

        if (roots.Count > 1)
        {
            Note($"The nodes have {roots.Count} different states after block {common}.");
        }
    }

    /// <summary>Adds something that was found wrong elsewhere.</summary>
    internal void Note(string finding)
    {
        lock (_findings)
        {
            if (_findings.Count < MaximumFindings)
            {
                _findings.Add(finding);
            }
        }
    }
}
