using CsCheck;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;

namespace Komandor.Wallet.Tests.Payments;

public sealed class CoinSelectorTests
{
    private static readonly AssetId _gold = new(Hash256.Parse(new string('7', 64)));

    [Fact]
    public void Select_OneCoinSuffices_TakesTheSmallestThatDoes()
    {
        Selection selection = Select([Coin(1, 500), Coin(2, 5_000), Coin(3, 50_000)], 1_000)!;
        Assert.Equal([Coin(2, 5_000)], selection.Inputs);
        Assert.Equal(5_000UL - 1_000 - selection.Fee, selection.Change);
        Assert.Equal(Fee(1, 2), selection.Fee);
    }

    [Fact]
    public void Select_NoCoinSuffices_TakesTheLargestFirst()
    {
        Selection selection = Select([Coin(1, 500), Coin(2, 600), Coin(3, 700)], 1_000)!;
        Assert.Equal([700UL, 600UL], selection.Inputs.Select(coin => coin.Amount));
    }

    [Fact]
    public void Select_ChangeBelowWhatSpendingItCosts_GoesToTheFee()
    {
        // One input and one output cost 40, change would cost 10 more, and spending it later 20.
        Selection selection = Select([Coin(1, 1_065)], 1_000)!;
        Assert.Equal(0UL, selection.Change);
        Assert.Equal(65UL, selection.Fee);
    }

    [Fact]
    public void Select_ExactAmountAndFee_MakesNoChange()
    {
        Selection selection = Select([Coin(1, 1_040)], 1_000)!;
        Assert.Equal(0UL, selection.Change);
        Assert.Equal(40UL, selection.Fee);
    }

    [Fact]
    public void Select_OneUnitTooFew_IsRefused() => Assert.Null(Select([Coin(1, 1_039)], 1_000));

    [Fact]
    public void Select_MoreCoinsThanAPaymentSpends_IsRefused() =>
        Assert.Null(Select([.. Enumerable.Range(0, 300).Select(index => Coin(index, 100))], 20_000));

    [Fact]
    public void Select_ManySmallCoins_TakesSomeAlong()
    {
        Coin[] coins = [.. Enumerable.Range(0, 40).Select(index => Coin(index, 100 + (ulong)index)), Coin(99, 1_000_000)];
        Selection selection = Select(coins, 1_000)!;
        Assert.Equal(1 + CoinSelector.ConsolidatePerPayment, selection.Inputs.Length);
        Assert.Contains(Coin(0, 100), selection.Inputs);
    }

    [Fact]
    public void Select_CoinsThatCostMoreThanTheyBring_AreLeftAlone()
    {
        Coin[] coins = [.. Enumerable.Range(0, 40).Select(index => Coin(index, 20)), Coin(99, 1_000_000)];
        Assert.Single(Select(coins, 1_000)!.Inputs);
    }

    [Fact]
    public void Select_OtherAsset_IsPaidInItAndTheFeeInKmcc()
    {
        Coin[] coins = [Coin(1, 70, _gold), Coin(2, 10_000), Coin(3, 5, _gold)];
        Selection selection = CoinSelector.Select(coins, _gold, 60, Fee)!;
        Assert.Equal([coins[0], coins[1]], selection.Inputs);
        Assert.Equal(10UL, selection.Change);
        Assert.Equal(Fee(2, 3), selection.Fee);
        Assert.Equal(10_000 - selection.Fee, selection.KmccChange);
    }

    [Fact]
    public void Select_OtherAssetWithoutKmcc_IsRefused() => Assert.Null(CoinSelector.Select([Coin(1, 70, _gold)], _gold, 60, Fee));

    [Fact]
    public void Select_AnyCoins_BalancesAndPaysTheFee()
    {
        Gen.Select(Gen.ULong[1, 5_000].Array[0, 60], Gen.ULong[1, 40_000]).Sample((amounts, amount) =>
        {
            Coin[] coins = [.. amounts.Select((units, index) => Coin(index, units))];
            Selection? selection = Select(coins, amount);
            if (selection is null)
            {
                return;
            }

            int outputs = selection.Change == 0 ? 1 : 2;
            ulong total = selection.Inputs.Aggregate(0UL, (sum, coin) => sum + coin.Amount);
            Assert.Equal(total, amount + selection.Change + selection.Fee);
            Assert.True(selection.Fee >= Fee(selection.Inputs.Length, outputs));
            Assert.Equal(selection.Inputs.Length, selection.Inputs.Distinct().Count());
            Assert.True(selection.Inputs.Length <= CoinSelector.MaximumInputs);
        }, iter: 2_000);
    }

    private static ulong Fee(int inputs, int outputs) => 10 + (20 * (ulong)inputs) + (10 * (ulong)outputs);

    private static Selection? Select(IReadOnlyList<Coin> coins, ulong amount) => CoinSelector.Select(coins, AssetId.Kmcc, amount, Fee);

    private static Coin Coin(int number, ulong amount, AssetId? asset = null)
    {
        byte[] id = new byte[32];
        id[0] = (byte)(number >> 8);
        id[1] = (byte)(number & 0xff);
        return new Coin(new ObjectId(new Hash256(id)), 1, asset ?? AssetId.Kmcc, amount, new KeyPath(KeyChain.Receive, 0));
    }
}
