using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Building;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Tests.Private;

public sealed class NotePlanTests
{
    private const ulong Fee = 10;

    // docs/privacy.md §5: two notes of one transaction in the rings of another are found by comparing the rings.
    [Fact]
    public void Make_RingNotesOfOneTransaction_PayTogetherOnlyWhenNothingElseSuffices()
    {
        WalletNote[] notes = [Note(1, 100, "a"), Note(2, 90, "a"), Note(3, 60, "b"), Note(4, 50, "c")];
        Assert.Equal([1UL, 3], Indices(Plan(notes, PrivateTier.Ring, 140)));
        Assert.Equal([1UL, 3, 4], Indices(Plan(notes, PrivateTier.Ring, 190)));
        Assert.Equal([1UL, 2, 3], Indices(Plan(notes, PrivateTier.Ring, 220)));
        Assert.Null(Plan(notes, PrivateTier.Ring, 300));
    }

    [Fact]
    public void Make_ShieldedNotesOfOneTransaction_SaveARound() =>
        Assert.Equal([1UL, 2], Indices(Plan([Note(1, 100, "a"), Note(2, 90, "a"), Note(3, 60, "b")], PrivateTier.Shielded, 170)));

    [Theory]
    [InlineData(PrivateTier.Ring)]
    [InlineData(PrivateTier.Shielded)]
    public void Make_OneNoteThatSuffices_TakesTheSmallest(PrivateTier tier) =>
        Assert.Equal([2UL], Indices(Plan([Note(1, 100, "a"), Note(2, 90, "a"), Note(3, 60, "b")], tier, 70)));

    [Fact]
    public void RoundWait_IsAnyTimeUpToTheNextAnchor()
    {
        PrivateParameters parameters = PrivateParameters.Default;
        Assert.Equal(TimeSpan.Zero, RoundWait.Draw(parameters, 1, () => 0));
        Assert.Equal(TimeSpan.FromSeconds(32), RoundWait.Draw(parameters, 1, () => 0.5));
        Assert.Equal(TimeSpan.FromSeconds(96), RoundWait.Expected(parameters, 1));
        Assert.Equal(TimeSpan.FromSeconds(64), RoundWait.Draw(parameters, 3600, () => 0.5));
    }

    private static NotePlan? Plan(WalletNote[] notes, PrivateTier tier, ulong amount) => NotePlan.Make(notes, tier, amount, _ => Fee, Fee);

    private static ulong[] Indices(NotePlan? plan) => [.. plan!.Notes.Select(note => note.Found.Index).Order()];

    private static WalletNote Note(ulong index, ulong value, string transaction) => new(new FoundNote(
        PrivateTier.Ring, index, default, default, default, value, 0, default, 0, new TransactionId(Sample.Hash(transaction)), 1, default));
}
