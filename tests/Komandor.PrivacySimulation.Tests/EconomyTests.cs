using Komandor.PrivacySimulation.Economies;

namespace Komandor.PrivacySimulation.Tests;

/// <summary>The people of the simulation spend as the sources say.</summary>
public sealed class EconomyTests
{
    private const int Draws = 40_000;

    // ln of a log-gamma age has the mean shape / rate and the variance shape / rate².
    [Fact]
    public void EarlyMonero_HasTheMeanAndVarianceOfItsSource()
    {
        Dice dice = new(3);
        Economy second = new("a note a second", ulong.MaxValue, 1);
        double[] logarithms = [.. Enumerable.Range(0, Draws).Select(_ => Math.Log(Habit.EarlyMonero.AgeNotes(second, dice)))];
        double mean = logarithms.Average();
        Assert.Equal(19.28 / 1.61, mean, 0.05);
        Assert.Equal(19.28 / (1.61 * 1.61), logarithms.Average(one => (one - mean) * (one - mean)), 0.2);
    }

    // x = scale · (B / (1 − B))^(1 / shape1) with B of a beta distribution: (x / scale)^shape1 has the mean p / (q − 1).
    [Fact]
    public void LateMonero_HasTheMomentOfItsSource()
    {
        Dice dice = new(4);
        Economy second = new("a note a second", ulong.MaxValue, 1);
        double moment = Enumerable.Range(0, Draws).Average(_ => Math.Pow(Math.Log(Habit.LateMonero.AgeNotes(second, dice) + 1) / 20.62, 4.462));
        Assert.Equal(0.5553 / (7.957 - 1), moment, 0.004);
    }

    [Fact]
    public void Density_OfEvenDraws_IsEven()
    {
        Dice dice = new(5);
        AgeDensity density = AgeDensity.Of(10_000, 400_000, () => dice.Index(10_000UL));
        foreach (ulong age in new ulong[] { 500, 2_000, 9_000 })
        {
            Assert.Equal(1e-4, density.At(age), 1e-5);
        }
    }

    [Fact]
    public void Habits_DrawNotesOfThePool()
    {
        Dice dice = new(6);
        Assert.All(Economy.All, economy => Assert.All(Habit.All, habit =>
            Assert.All(Enumerable.Range(0, 200), _ => Assert.True(habit.Draw(economy, dice) < economy.Notes))));
    }
}
