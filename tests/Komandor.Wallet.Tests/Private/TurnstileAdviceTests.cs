using Komandor.Primitives;
using Komandor.Wallet.Private;

namespace Komandor.Wallet.Tests.Private;

public sealed class TurnstileAdviceTests
{
    private const ulong Kmcc = 100_000_000;
    private static readonly Timestamp _now = new(1_000_000 * Timestamp.PerSecond);

    [Fact]
    public void Of_ARoundAmountAndNoPast_SaysNothing()
    {
        TurnstileAdvice advice = TurnstileAdvice.Of(new TurnstileCrossing(true, 200 * Kmcc, _now), [], isPayment: false);
        Assert.Empty(advice.Warnings);
        Assert.Equal([200 * Kmcc], advice.Parts);
        Assert.Equal((TimeSpan.Zero, string.Empty), (advice.Wait, advice.Text));
    }

    [Fact]
    public void Of_APreciseAmount_NamesRoundParts()
    {
        TurnstileAdvice advice = TurnstileAdvice.Of(new TurnstileCrossing(false, (1_234 * Kmcc) + 56, _now), [], isPayment: false);
        Assert.Equal([TurnstileWarning.Precise], advice.Warnings);
        Assert.Equal([1_000 * Kmcc, 200 * Kmcc, 20 * Kmcc, 10 * Kmcc, 2 * Kmcc, 2 * Kmcc], advice.Parts);
        Assert.Contains("1000 + 200 + 20 + 10 + 2 + 2 KMCC, as separate payments some hours apart; 0.00000056 KMCC are left over", advice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("verybody sees", advice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("left over", TurnstileAdvice.Of(new TurnstileCrossing(false, 30 * Kmcc, _now), [], isPayment: false).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_APrice_IsNotToBeParted()
    {
        TurnstileAdvice advice = TurnstileAdvice.Of(new TurnstileCrossing(true, (123 * Kmcc) + 45, _now), [], isPayment: true);
        Assert.Equal([TurnstileWarning.Precise], advice.Warnings);
        Assert.Contains("a price cannot be parted", advice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" + ", advice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, true)]
    [InlineData(101, true)]
    [InlineData(100, true)]
    [InlineData(98, false)]
    [InlineData(102, false)]
    public void Of_NearlyTheSameAmountTheOtherWay_IsWarnedOf(int entered, bool isWarned)
    {
        TurnstileCrossing before = new(false, (ulong)entered * Kmcc, new Timestamp(0));
        TurnstileAdvice advice = TurnstileAdvice.Of(new TurnstileCrossing(true, 100 * Kmcc, _now), [before], isPayment: false);
        Assert.Equal(isWarned ? [TurnstileWarning.SameAmount] : [], advice.Warnings);
        Assert.Empty(TurnstileAdvice.Of(new TurnstileCrossing(false, 100 * Kmcc, _now), [before], isPayment: false).Warnings);
    }

    [Fact]
    public void Of_LessThanADayAfter_SaysHowLongToWait()
    {
        TurnstileCrossing before = new(false, 500 * Kmcc, new Timestamp(_now.UnixMicroseconds - (5 * 3600 * Timestamp.PerSecond)));
        TurnstileAdvice advice = TurnstileAdvice.Of(new TurnstileCrossing(true, 100 * Kmcc, _now), [before], isPayment: false);
        Assert.Equal([TurnstileWarning.Soon], advice.Warnings);
        Assert.Equal(TimeSpan.FromHours(19), advice.Wait);
        Assert.Contains("about 19 hours", advice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_EveryAmount_SumsToItOrLessByLittle()
    {
        Random random = new(1);
        for (int turn = 0; turn < 2_000; turn++)
        {
            ulong amount = (ulong)random.NextInt64(1, long.MaxValue >> random.Next(60));
            ulong sum = TurnstileAdvice.Split(amount).Aggregate(0UL, (total, part) => total + part);
            Assert.InRange(sum, amount - (amount / 20), amount);
        }
    }

    [Fact]
    public void Crossing_OfAnEntry_IsWhatCameInOrWentOut()
    {
        PrivateEntry entry = new(default, default, 1, _now, 0, 0, 5, "someone", 100, string.Empty);
        Assert.Equal(new TurnstileCrossing(false, 100, _now), TurnstileCrossing.Of(entry));
        Assert.Null(TurnstileCrossing.Of(entry with { Spent = 200, Received = 95 }));
        Assert.Equal(new TurnstileCrossing(true, 100, _now), TurnstileCrossing.Of(entry with { Spent = 200, Received = 95, Paid = 0 }));
        Assert.Null(TurnstileCrossing.Of(entry with { Paid = 0, Received = 40 }));
        Assert.Null(TurnstileCrossing.Of(entry with { Spent = 100, Received = 95, Paid = 0 }));
    }
}
