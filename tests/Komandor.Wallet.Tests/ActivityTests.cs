using System.Collections.Immutable;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;

namespace Komandor.Wallet.Tests;

public sealed class ActivityTests
{
    private const string Bob = "kmdd1bob";

    [Fact]
    public void Merge_CoinsThatEnterThePool_AreOneLineOfBothTiers()
    {
        HistoryEntry coins = Coins(1, received: 40, spent: 100) with { Payment = Payment(1, PaymentState.Final, 50, fee: 10) };
        Activity one = Assert.Single(Activity.Merge([coins], [Notes(1, received: 0, spent: 0, fee: 10)], [coins.Payment], 10));
        Assert.Equal((40UL, 100UL, true, PrivateTier.Shielded, Bob), (one.Received, one.Spent, one.IsTransparent, one.Tier, one.Recipient));
        Assert.False(one.IsOwn);
        Assert.Equal("transparent and shielded", TierText.Of(one));
    }

    [Fact]
    public void Merge_OwnMoneyThatEnters_CountsAsMoved()
    {
        HistoryEntry coins = Coins(1, received: 40, spent: 100) with { Payment = Payment(1, PaymentState.Final, 50, fee: 10) };
        Activity one = Assert.Single(Activity.Merge([coins], [Notes(1, received: 50, spent: 0, fee: 10)], [coins.Payment], 10));
        Assert.True(one.IsOwn);
        Assert.Equal(10UL, one.Spent - one.Received);
    }

    [Theory]
    [InlineData(0UL, 60UL)]
    [InlineData(3UL, 60UL)]
    [InlineData(50UL, 10UL)]
    public void Merge_CoinsThatEnteredLongAgo_StillLeftTheWallet(ulong received, ulong left)
    {
        Activity one = Assert.Single(Activity.Merge([], [Notes(1, received, spent: 0, fee: 10)], [Payment(1, PaymentState.Final, 50, fee: 10)], 10));
        Assert.Equal(left, one.Spent - one.Received);
        Assert.True(one.IsTransparent);
    }

    [Fact]
    public void Merge_PrivatePaymentsOfEveryState_StandOnceEach()
    {
        PaymentRecord pending = Payment(1, PaymentState.Pending, 7, fee: 1);
        PaymentRecord unseen = Payment(2, PaymentState.Final, 8, fee: 1);
        PaymentRecord seen = Payment(3, PaymentState.Final, 9, fee: 1) with { Memo = "for you" };
        HistoryEntry waiting = new(pending.Id, PaymentState.Pending, pending.Created, null, AssetId.Kmcc, 0, 7, pending);
        IReadOnlyList<Activity> lines = Activity.Merge([waiting], [Notes(3, received: 90, spent: 100, fee: 1)], [pending, unseen, seen], 10);
        Assert.Equal(3, lines.Count);
        Assert.Equal([pending.Id, unseen.Id, seen.Id], lines.Select(one => one.Id).Order());
        Assert.Equal("for you", lines.Single(one => one.Id == seen.Id).Memo);
        Assert.Equal(2, Activity.Merge([waiting], [Notes(3, 90, 100, 1)], [pending, unseen, seen], 2).Count);
    }

    [Fact]
    public void Merge_PoolsOfTheFirstBlock_AreLinesOfTheirOwn()
    {
        PrivateEntry[] genesis = [Notes(5, 100, 0, 0) with { Height = 0 }, Notes(5, 200, 0, 0) with { Height = 0, Tier = PrivateTier.Ring }];
        IReadOnlyList<Activity> lines = Activity.Merge([], genesis, [], 10);
        Assert.Equal([100UL, 200UL], lines.Select(one => one.Received).Order());
        Assert.All(lines, one => Assert.True(one.IsGenesis && !one.IsOwn));
    }

    [Fact]
    public void Merge_PaymentOutOfThePoolByARestoredWallet_ClaimsNoRecipient()
    {
        // What is recovered of it is the wallet's own address of change, paid with nothing.
        Activity one = Assert.Single(Activity.Merge([], [Notes(1, 40, 100, 10) with { Recipient = "kmdd1change", Paid = 0 }], [], 10));
        Assert.Equal(string.Empty, one.Recipient);
        Assert.False(one.IsOwn);
    }

    private static TransactionId Id(byte number) => new(new Hash256([.. Enumerable.Repeat(number, Hash256.SizeBytes)]));

    private static HistoryEntry Coins(byte number, ulong received, ulong spent) =>
        new(Id(number), PaymentState.Final, new Timestamp(number), number, AssetId.Kmcc, received, spent, null);

    private static PrivateEntry Notes(byte number, ulong received, ulong spent, ulong fee) =>
        new(Id(number), PrivateTier.Shielded, number, new Timestamp(number), received, spent, fee, Bob, 5, string.Empty);

    private static PaymentRecord Payment(byte number, PaymentState state, ulong amount, ulong fee) => new(
        Id(number), state, Bob, AssetId.Kmcc, amount, fee, string.Empty, new Timestamp(number), new Timestamp(number + 1), ImmutableArray<ObjectId>.Empty, []);
}
