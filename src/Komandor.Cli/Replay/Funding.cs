using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;

namespace Komandor.Cli.Replay;

/// <summary>Makes coins of exact amounts out of somebody's funds: one payment splits these, then one for each few hundred coins, in parallel.</summary>
/// <param name="nodes">Where to pay.</param>
/// <param name="chain">The chain.</param>
/// <param name="funds">Coins of KMCC that may be spent.</param>
/// <param name="change">Where the rest goes.</param>
/// <param name="validUntil">When the payments expire.</param>
internal sealed class Funding(Nodes nodes, ChainInfo chain, IReadOnlyList<SpentCoin> funds, Lock change, Timestamp validUntil)
{
    private const int CoinsPerPayment = 400;
    private const int MaximumFunds = 200;

    /// <summary>Makes a coin for each of <paramref name="wanted"/>, in their order.</summary>
    /// <exception cref="UsageException">The funds do not suffice.</exception>
    /// <exception cref="ApiException">A payment was refused.</exception>
    internal async Task<IReadOnlyList<MadeCoin>> MakeAsync(
        IReadOnlyList<(Owner Owner, ulong Units)> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        List<(Owner Owner, ulong Units)[]> groups = [.. wanted.Chunk(CoinsPerPayment)];
        List<ulong> fees = [.. groups.Select(group => Fee(1, group.Select(one => one.Owner.Lock)))];
        List<ulong> parts = [.. groups.Select((group, index) => ReplayPayment.Sum(group.Select(one => one.Units)) + fees[index])];
        (SignedTransaction split, SpentCoin payer) = Split(parts);
        await RequireFinalAsync(split, cancellationToken);

        MadeCoin[] made = new MadeCoin[wanted.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, groups.Count), cancellationToken, async (index, cancelled) =>
        {
            SpentCoin part = payer with { Id = split.OutputIds[index], Version = 1, Amount = parts[index], Asset = AssetId.Kmcc };
            SignedTransaction fan = TransactionAssembler.Sign(
                chain, [part], [.. groups[index].Select(one => TransactionOutput.Coin(one.Owner.Lock, AssetId.Kmcc, one.Units))], fees[index],
                string.Empty, validUntil);
            await RequireFinalAsync(fan, cancelled);
            for (int place = 0; place < groups[index].Length; place++)
            {
                (Owner owner, ulong units) = groups[index][place];
                made[(index * CoinsPerPayment) + place] = new MadeCoin(fan.OutputIds[place], units, owner);
            }
        });
        return made;
    }

    private (SignedTransaction Split, SpentCoin Payer) Split(List<ulong> parts)
    {
        ulong needed = ReplayPayment.Sum(parts);
        List<SpentCoin> spent = [];
        UInt128 total = 0;
        foreach (SpentCoin coin in funds.Where(coin => coin.Asset == AssetId.Kmcc).OrderByDescending(coin => coin.Amount).Take(MaximumFunds))
        {
            spent.Add(coin);
            total += coin.Amount;
            List<Lock> locks = [.. Enumerable.Repeat(spent[0].Lock, parts.Count), change];
            ulong fee = Fee(spent.Count, locks);
            if (total > (UInt128)needed + fee)
            {
                List<TransactionOutput> outputs = [.. parts.Select(part => TransactionOutput.Coin(spent[0].Lock, AssetId.Kmcc, part))];
                outputs.Add(TransactionOutput.Coin(change, AssetId.Kmcc, (ulong)(total - needed - fee)));
                return (TransactionAssembler.Sign(chain, spent, outputs, fee, string.Empty, validUntil), spent[0]);
            }
        }

        throw new UsageException(
            $"The funds hold {Amounts.Format((ulong)total, AssetId.Kmcc)}, and {Amounts.Format(needed, AssetId.Kmcc)} are needed. Name others with --funds.");
    }

    private ulong Fee(int inputs, IEnumerable<Lock> outputs) => TransactionAssembler.Fee(chain.PricePerWork, inputs, [.. outputs], string.Empty);

    private async Task RequireFinalAsync(SignedTransaction transaction, CancellationToken cancellationToken)
    {
        Fate fate = await nodes.PayAsync(transaction, cancellationToken);
        if (fate.State != PaymentState.Final)
        {
            throw new ApiException(
                ApiErrorCode.TransactionRefused,
                $"The coins could not be made: {fate.Fault}. If somebody else spends the funds at the same time, wait, or name others with --funds.",
                fate.Fault);
        }
    }
}
