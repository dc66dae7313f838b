using System.Collections.Immutable;
using Komandor.Wallet.Private.Building;

namespace Komandor.Wallet.Tests.Private;

public sealed class DecoyPickerTests
{
    private const ulong Size = 50_000;
    private const double Rate = 0.2;
    private const int Rings = 2_000;
    private const int Draws = 200_000;
    private const int Bins = 120;

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

    // docs/privacy.md §3: what guessing is worth to one who knows how people spend. The effective set is one over the chance that the guess is right.
    [Theory]
    [InlineData("as Monero's users spend")]
    [InlineData("by the logarithm of the age")]
    public void EffectiveSet_OfPeopleWhoSpendAsEitherHalf_IsAtLeastEightOfSixteen(string how)
    {
        Random random = new(7);
        DecoyPicker decoys = new(Size, Rate, random.NextDouble);
        Func<ulong> spender = how[0] == 'a' ? () => OnlyGamma(random) : () => OnlyLogarithm(random);
        double[] spent = Density(spender);
        double[] drawn = Density(decoys.Draw);
        double newest = 0;
        double likeliest = 0;
        for (int turn = 0; turn < Rings; turn++)
        {
            ulong own = spender();
            ImmutableArray<ulong> ring = decoys.Pick(own);
            newest += ring[^1] == own ? 1 : 0;
            double[] weights = [.. ring.Select(member => spent[Bin(member)] / drawn[Bin(member)])];
            likeliest += weights[ring.IndexOf(own)] / weights.Sum();
        }

        Assert.True(Rings / newest >= 8, $"guess the newest: {Rings / newest}");
        Assert.True(Rings / likeliest >= 8, $"weigh by likelihood: {Rings / likeliest}");
    }

    private static ulong OnlyLogarithm(Random random) => Size - 1 - (ulong)(Math.Exp(random.NextDouble() * Math.Log(Size + 1)) - 1);

    // The picker's first half alone: the first number that it draws decides which half it is.
    private static ulong OnlyGamma(Random random)
    {
        bool isFirst = true;
        double Draw()
        {
            double drawn = isFirst ? 0 : random.NextDouble();
            isFirst = false;
            return drawn;
        }

        return new DecoyPicker(Size, Rate, Draw).Draw();
    }

    // By the logarithm of the age, in which both halves are smooth.
    private static int Bin(ulong index) => (int)(Math.Log(Size - index) / Math.Log(Size + 1) * Bins);

    private static double[] Density(Func<ulong> draw)
    {
        double[] bins = new double[Bins];
        for (int turn = 0; turn < Draws; turn++)
        {
            bins[Bin(draw())]++;
        }

        return [.. bins.Select(count => (count + 0.01) / Draws)];
    }
}
