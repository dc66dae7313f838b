using System.Collections.Immutable;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet.Payments;

namespace Komandor.Wallet.Private.Building;

/// <summary>Transparent coins that enter a pool: the largest first, change to a fresh address. Holds their keys until it is disposed.</summary>
internal sealed class EnteringPlan : IDisposable
{
    private readonly IReadOnlyList<SpentCoin> _all;

    private EnteringPlan(IReadOnlyList<SpentCoin> all, ImmutableArray<SpentCoin> coins, TransactionDraft draft, ulong fee, ulong rest)
    {
        (_all, Coins, Draft, Fee, Rest) = (all, coins, draft, fee, rest);
    }

    /// <summary>The coins, ascending by id.</summary>
    internal ImmutableArray<SpentCoin> Coins { get; }

    /// <summary>Inputs and change.</summary>
    internal TransactionDraft Draft { get; }

    /// <summary>The fee of the shape.</summary>
    internal ulong Fee { get; }

    /// <summary>What enters for the wallet itself, since no coin could hold it.</summary>
    internal ulong Rest { get; }

    /// <summary>A plan, or null when the coins do not cover amount and fee; it takes over the keys.</summary>
    internal static EnteringPlan? Make(IReadOnlyList<SpentCoin> coins, TransactionDraft draft, PrivateRequest request, Lock change, ulong price)
    {
        SpentCoin[] candidates = [.. coins.Where(coin => coin.Asset == AssetId.Kmcc).OrderByDescending(coin => coin.Amount).ThenBy(coin => coin.Id)];
        UInt128 total = 0;
        for (int count = 1; count <= Math.Min(candidates.Length, CoinSelector.MaximumInputs); count++)
        {
            total += candidates[count - 1].Amount;
            ImmutableArray<SpentCoin> chosen = [.. candidates[..count].OrderBy(coin => coin.Id)];
            TransactionDraft bare = draft with { Inputs = [.. chosen.Select(coin => new TransactionInput(coin.Id, coin.Version))] };
            ulong fee = FeeOf(bare, request, chosen, price);
            if (total < (UInt128)request.Amount + fee)
            {
                continue;
            }

            // A change output costs; what it would not cover enters the pool beside the amount, as the wallet's own note.
            ulong rest = (ulong)(total - request.Amount - fee);
            TransactionDraft changed = bare with { Outputs = [TransactionOutput.Coin(change, AssetId.Kmcc, Math.Max(rest, 1))] };
            ulong dearer = FeeOf(changed, request, chosen, price);
            for (int turn = 0; turn < 3 && rest > 2 * (dearer - fee); turn++)
            {
                // The amount's own length may change the fee by a chunk; it settles at once or after another turn.
                ulong left = (ulong)(total - request.Amount - dearer);
                changed = bare with { Outputs = [TransactionOutput.Coin(change, AssetId.Kmcc, left)] };
                ulong again = FeeOf(changed, request, chosen, price);
                if (again == dearer)
                {
                    return new EnteringPlan(coins, chosen, changed, dearer, 0);
                }

                dearer = again;
            }

            return new EnteringPlan(coins, chosen, bare, fee, rest);
        }

        Release(coins);
        return null;
    }

    /// <summary>Signs the body for every coin.</summary>
    internal IReadOnlyList<Witness> Witnesses(TransactionBody body) => [.. Coins.Select(coin => Witness.Sign(coin.Lock, coin.Key, body))];

    /// <inheritdoc/>
    public void Dispose() => Release(_all);

    private static ulong FeeOf(TransactionDraft draft, PrivateRequest request, ImmutableArray<SpentCoin> coins, ulong price) => FeeQuote.OfPrivate(
        draft, request.Into, 0, Komandor.Ledger.Private.PrivateLimits.MinimumOutputs, [.. coins.Select(coin => WitnessShape.Key(coin.Lock))], price).Fee;

    private static void Release(IReadOnlyList<SpentCoin> coins)
    {
        foreach (SpentCoin coin in coins)
        {
            coin.Key.Dispose();
        }
    }
}
