namespace Komandor.PrivacySimulation.Tests;

/// <summary>The yardstick itself, on guesses whose worth is known.</summary>
public sealed class GuessTests
{
    [Fact]
    public void Guess_AmongEquals_IsAsGoodAsChance()
    {
        Guess guess = new();
        guess.Add([1, 1, 1, 1], 2);
        Assert.Equal(4, guess.EffectiveSet, 9);
        Assert.Equal(4, guess.EntropySet, 9);
        Assert.Equal(4, guess.BelievedSet, 9);
    }

    [Fact]
    public void Guess_OneHeavier_NamesItRightOrWrong()
    {
        (Guess right, Guess wrong) = (new(), new());
        right.Add([3, 1], 0);
        wrong.Add([3, 1], 1);
        Assert.Equal(1, right.Success);
        Assert.Equal(0, wrong.Success);
        Assert.Equal(4.0 / 3, wrong.BelievedSet, 9);
        Assert.Equal(Math.Exp(-((0.75 * Math.Log(0.75)) + (0.25 * Math.Log(0.25)))), wrong.EntropySet, 9);
    }
}
