using System.Collections.Immutable;
using Komandor.Wallet.Private.Building;

namespace Komandor.Wallet.Tests.Private;

public sealed class DecoyPickerTests
{
    [Fact]
    public void Pick_Rings_AscendHoldTheirOwnAndStayInside()
    {
        Random random = new(1);
        for (ulong own = 0; own < 17; own++)
        {
            // With sixteen notes there is one ring, and the oldest note is in it too.
            ulong size = own < 16 ? 16UL : 17;
            ImmutableArray<ulong> ring = new DecoyPicker(size, 1, random.NextDouble).Pick(own);
            Assert.Equal(16, ring.Length);
            Assert.Contains(own, ring);
            Assert.Equal(ring.Order().Distinct(), ring);
            Assert.True(ring[^1] < 17);
        }
    }

    // docs/privacy.md §4: two ages, eight members of each, so that eight remain when the age is guessed.
    [Theory]
    [InlineData(36, 1)]
    [InlineData(4_096, 0.02)]
    [InlineData(1_000_000, 2)]
    public void Pick_InALargerPool_TakesEightOfEachOfTwoBins(int size, double rate)
    {
        Random random = new(2);
        AgeBins bins = new((ulong)size);
        DecoyPicker picker = new((ulong)size, rate, random.NextDouble);
        for (int turn = 0; turn < 500; turn++)
        {
            ulong own = (ulong)random.NextInt64(size);
            ImmutableArray<ulong> ring = picker.Pick(own);
            int[] counts = [.. ring.GroupBy(member => bins.Of((ulong)size - 1 - member)).Select(bin => bin.Count())];
            Assert.Equal([8, 8], counts);
            Assert.Contains(own, ring);
        }
    }

    // Every note of a bin is as likely to be the true one: of rings that were picked for notes of one bin, each place of the eight is the true one as often.
    [Fact]
    public void Pick_WithinABin_TheTruePlaceIsAnyOfEight()
    {
        const int Turns = 8_000;
        const ulong Size = 50_000;
        Random random = new(3);
        DecoyPicker picker = new(Size, 0.2, random.NextDouble);
        AgeBins bins = new(Size);
        (ulong first, ulong count) = bins.Of(1_000);
        int[] places = new int[8];
        for (int turn = 0; turn < Turns; turn++)
        {
            ulong own = Size - 1 - first - (ulong)random.NextInt64((long)count);
            ulong[] alike = [.. picker.Pick(own).Where(member => bins.Of(Size - 1 - member) == (first, count))];
            places[Array.IndexOf(alike, own)]++;
        }

        // Six standard deviations.
        double deviation = 6 * Math.Sqrt(Turns * (1 / 8.0) * (7 / 8.0));
        Assert.All(places, place => Assert.InRange(place, (Turns / 8.0) - deviation, (Turns / 8.0) + deviation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(35)]
    [InlineData(36)]
    [InlineData(52)]
    [InlineData(4_096)]
    [InlineData(100_003)]
    public void AgeBins_CutEveryPoolWithoutGapsIntoBinsThatHoldEightAndMore(int size)
    {
        AgeBins bins = new((ulong)size);
        ulong age = 0;
        while (age < (ulong)size)
        {
            (ulong first, ulong count) = bins.Of(age);
            Assert.Equal(age, first);
            Assert.Equal((first, count), bins.Of(first + count - 1));
            Assert.True(count >= 16 || count == (ulong)size);
            age += count;
        }

        Assert.Equal((ulong)size, age);
    }
}
