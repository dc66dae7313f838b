using Komandor.Ledger;

namespace Komandor.Replica.Tests;

/// <summary>The same with a member that was away all the time, came back when its place in history was gone, and learned the state from a snapshot.</summary>
public sealed class LearnedMoneyRun : RefusedMoneyRun
{
    public LearnedMoneyRun()
        : base(members: 7, up: 5)
    {
        TestMember learned = Learn(5);
        WaitingAfterLearning = [.. List.Select(one => Offer(learned, one))];
        BlockAfterLearning = Order(List, [], learned);
        AfterLearning = Figures.Of(learned);
    }

    internal LedgerFault[] WaitingAfterLearning { get; }

    internal OrderedOutcome BlockAfterLearning { get; }

    internal Figures AfterLearning { get; }
}
