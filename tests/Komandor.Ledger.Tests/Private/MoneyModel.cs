using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;

namespace Komandor.Ledger.Tests.Private;

/// <summary>What everybody owns, as plain numbers: the ledger beside it must never say anything else.</summary>
/// <remarks>It knows nothing of notes, tags and proofs. What a payment does to it follows from what its maker wanted.</remarks>
internal sealed class MoneyModel
{
    private readonly Dictionary<(string Owner, PrivateTier Tier), ulong> _private = [];
    private readonly ulong[] _accounts = [.. Enumerable.Repeat(TestChain.CoinAmount + MoneyWalk.Savings, MoneyWalk.Accounts)];

    /// <summary>All fees.</summary>
    internal ulong Fees { get; private set; }

    /// <summary>When each pool opens again.</summary>
    internal Dictionary<PrivateTier, Timestamp> PausedUntil { get; } = new() { [PrivateTier.Ring] = default, [PrivateTier.Shielded] = default };

    internal ulong this[string owner, PrivateTier tier]
    {
        get => _private.GetValueOrDefault((owner, tier));
        set => _private[(owner, tier)] = value;
    }

    /// <summary>What all own in a tier.</summary>
    internal ulong TotalOf(PrivateTier tier) => _private.Where(one => one.Key.Tier == tier).Aggregate(0UL, (sum, one) => sum + one.Value);

    /// <summary>What a payment does.</summary>
    internal void Apply(MoneyIntent intent)
    {
        Fees += intent.Fee;
        foreach ((string owner, PrivateTier tier, ulong amount) in intent.Taken)
        {
            this[owner, tier] -= amount;
        }

        foreach ((string owner, PrivateTier tier, ulong amount) in intent.Given)
        {
            this[owner, tier] += amount;
        }

        foreach ((int account, long amount) in intent.Transparent)
        {
            _accounts[account] = (ulong)((long)_accounts[account] + amount);
        }
    }

    /// <summary>Holds the model and the chain equal: accounts, pools, fees, supply, and each payer's balance from its own scan.</summary>
    internal void AssertEqual(TestChain chain, IReadOnlyList<(string Name, Payer Payer)> payers, IReadOnlyList<ulong> coins)
    {
        Assert.Equal(_accounts, coins);
        Assert.Equal(Fees, SystemObjects.ReadNumber(chain.State, SystemObjects.FeePool));
        foreach (PrivateTier tier in MoneyWalk.Tiers)
        {
            Assert.Equal(TotalOf(tier), PoolState.Read(chain.State, PoolId.Of(tier)).Total);
            Assert.All(payers, one => Assert.Equal(this[one.Name, tier], one.Payer.NotesOf(tier).Aggregate(0UL, (sum, note) => sum + note.Value)));
        }

        ulong genesis = SystemObjects.ReadNumber(chain.State, SystemObjects.Supply(AssetId.Kmcc));
        Assert.Equal(genesis, _accounts.Aggregate(0UL, (sum, one) => sum + one) + Fees + MoneyWalk.Tiers.Aggregate(0UL, (sum, tier) => sum + TotalOf(tier)));
    }
}
