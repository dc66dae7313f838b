using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

public sealed class RosterScheduleTests
{
    private readonly Roster _first = new TestShard(3).Roster;
    private readonly Roster _second = new TestShard(4).Roster;

    [Fact]
    public void Find_NewChain_KnowsTheRoundsUpToTheDelay()
    {
        RosterSchedule schedule = new(_first);
        Assert.Same(_first, schedule.Find(1));
        Assert.Same(_first, schedule.Find(26));
        Assert.Null(schedule.Find(27));
        Assert.Null(schedule.Find(0));
    }

    [Fact]
    public void Record_RosterThatChanges_TakesOfficeAfterTheDelay()
    {
        RosterSchedule schedule = new RosterSchedule(_first, 2).Record(1, null, 1).Record(2, _second, 1).Record(3, _second, 1).Record(4, _first, 1);
        Assert.Equal([3, 3, 3, 4, 4, 3], Enumerable.Range(1, 6).Select(round => schedule.Find(round)!.Members.Length));
        Assert.Equal([1L, 4L, 6L], schedule.Entries.Select(entry => entry.FromRound));
        Assert.Equal(6, schedule.LastFixedRound);
        RosterSchedule again = new(schedule.Entries, schedule.LastFixedRound, schedule.DelayRounds);
        Assert.Same(schedule.Find(5), again.Find(5));
    }

    [Fact]
    public void Record_RostersThatEndedLongAgo_AreForgotten()
    {
        RosterSchedule schedule = new RosterSchedule(_first, 2).Record(1, _second, 1).Record(2, _first, 3);
        Assert.Equal([3L, 4L], schedule.Entries.Select(entry => entry.FromRound));
        Assert.Null(schedule.Find(2));
        Assert.Same(_second, schedule.Find(3));
    }

    [Fact]
    public void Record_RoundOutOfTurn_BreaksTheInvariant()
    {
        RosterSchedule schedule = new(_first, 2);
        Assert.Throws<InvariantViolationException>(() => schedule.Record(2, null, 1));
        Assert.Throws<InvariantViolationException>(() => schedule.Record(0, null, 1));
    }
}
