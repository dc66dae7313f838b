using System.Collections.Concurrent;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet;

/// <summary>Asks a node what stands under a wallet's addresses.</summary>
internal sealed class CoinScanner(WalletFile wallet, INodeApi node)
{
    /// <summary>How many unused addresses in a row end the search for used ones.</summary>
    internal const uint GapLimit = 20;

    private const int Parallelism = 8;
    private const int PageSize = 200;

    /// <summary>The text by which a node knows the lock at <paramref name="path"/>.</summary>
    internal string LockAt(KeyPath path) => $"key({wallet.PublicKeyAt(path)})";

    /// <summary>The unspent coins under every address that was given out or used.</summary>
    internal async Task<IReadOnlyList<Coin>> CoinsAsync(CancellationToken cancellationToken)
    {
        ConcurrentBag<Coin> coins = [];
        await Parallel.ForEachAsync(wallet.UsedPaths(), Limits(cancellationToken), async (path, cancelled) =>
        {
            string? cursor = null;
            do
            {
                CoinPage page = await node.CallAsync(ApiCatalogue.AddressCoins, new AddressQuery(LockAt(path), cursor, PageSize), cancelled)
                    .ConfigureAwait(false);
                foreach (ObjectSummary coin in page.Coins)
                {
                    if (coin is { Asset: AssetId asset, Amount: ulong amount and > 0 })
                    {
                        coins.Add(new Coin(coin.Id, coin.Version, asset, amount, path));
                    }
                }

                cursor = page.NextCursor;
            }
            while (cursor is not null);
        }).ConfigureAwait(false);

        // A coin that was paid between two pages may come twice.
        return [.. coins.DistinctBy(coin => coin.Id).OrderBy(coin => coin.Id)];
    }

    /// <summary>The newest transactions under every address, by address.</summary>
    internal async Task<IReadOnlyList<AddressEntry>> HistoryAsync(int limit, CancellationToken cancellationToken)
    {
        ConcurrentBag<AddressEntry> entries = [];
        await Parallel.ForEachAsync(wallet.UsedPaths(), Limits(cancellationToken), async (path, cancelled) =>
        {
            AddressHistory page = await node.CallAsync(
                ApiCatalogue.AddressHistory, new AddressQuery(LockAt(path), null, Math.Min(limit, PageSize)), cancelled).ConfigureAwait(false);
            foreach (AddressEntry entry in page.Entries)
            {
                entries.Add(entry);
            }
        }).ConfigureAwait(false);
        return [.. entries];
    }

    /// <summary>Whether the address at <paramref name="path"/> was ever paid to.</summary>
    internal async Task<bool> IsUsedAsync(KeyPath path, CancellationToken cancellationToken)
    {
        AddressQuery query = new(LockAt(path), null, 1);
        AddressHistory history = await node.CallAsync(ApiCatalogue.AddressHistory, query, cancellationToken).ConfigureAwait(false);
        if (history.Entries.Count > 0)
        {
            return true;
        }

        // Coins of the genesis came by no transaction.
        CoinPage coins = await node.CallAsync(ApiCatalogue.AddressCoins, query, cancellationToken).ConfigureAwait(false);
        return coins.Coins.Count > 0;
    }

    /// <summary>How many addresses of <paramref name="chain"/> are in use: one more than the last used, with gaps below the limit.</summary>
    internal async Task<uint> CountUsedAsync(KeyChain chain, CancellationToken cancellationToken)
    {
        uint count = 0;
        for (uint index = 0; index < count + GapLimit; index++)
        {
            if (await IsUsedAsync(new KeyPath(chain, index), cancellationToken).ConfigureAwait(false))
            {
                count = index + 1;
            }
        }

        return count;
    }

    private static ParallelOptions Limits(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
}
