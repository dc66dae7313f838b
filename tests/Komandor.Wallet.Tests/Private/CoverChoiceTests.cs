using Komandor.Ledger.Private;
using Komandor.Wallet.Private.Building;

namespace Komandor.Wallet.Tests.Private;

public sealed class CoverChoiceTests
{
    private const ulong Minimum = 2048;

    [Theory]
    [InlineData(0, 2047, null)]
    [InlineData(0, 2048, 0)]
    [InlineData(3000, 4096, 0)]
    [InlineData(4095, 4096, 1)]
    [InlineData(4095, 4095, null)]
    [InlineData(5000, 5000, null)]
    public void Of_WithOneSetOrNone_NeedsNoChance(int index, int size, int? set) => Assert.Equal(
        (ulong?)set, CoverChoice.Of((ulong)index, (ulong)size, Minimum, () => set is 0 && index > 2047 ? 0 : 0.9));

    [Fact]
    public void Of_WithTwoSets_TakesEachAsOften()
    {
        Random random = new(1);
        int earlier = 0;
        for (int turn = 0; turn < 4_000; turn++)
        {
            ulong? set = CoverChoice.Of(5_000, 10_000, Minimum, random.NextDouble);
            Assert.True(set is 1 or 2);
            earlier += set == 1 ? 1 : 0;
        }

        Assert.InRange(earlier, 1_800, 2_200);
    }

    // Whatever chance says, the set holds the note and may be used.
    [Fact]
    public void Of_EveryNote_LiesInItsSet()
    {
        const ulong Size = 9_000;
        for (ulong index = 0; index < Size; index++)
        {
            foreach (double chance in new[] { 0, 0.999 })
            {
                ulong set = CoverChoice.Of(index, Size, Minimum, () => chance)!.Value;
                CoverRange range = CoverRange.Of(set, Size, Minimum)!.Value;
                Assert.InRange(index, range.First, range.First + (ulong)range.Count - 1);
            }
        }
    }
}
