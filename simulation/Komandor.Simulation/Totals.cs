namespace Komandor.Simulation;

/// <summary>What many seeds did: shows that the runs are not empty.</summary>
internal sealed class Totals
{
    private ulong _blocks;
    private long _executed;
    private long _rejected;
    private long _expired;
    private long _learned;
    private long _branching;
    private long _coinFlips;
    private long _rebuilt;
    private long _givenUp;
    private long _wholeIndexes;

    public void Add(Verdict verdict)
    {
        _blocks += verdict.Checks.Height;
        _executed += verdict.Checks.Executed;
        _rejected += verdict.Checks.Rejected;
        _expired += verdict.Checks.Expired;
        _learned += verdict.Checks.Learnings;
        _branching += verdict.Checks.Branches > 0 ? 1 : 0;
        _coinFlips += verdict.CoinFlips;
        _rebuilt += verdict.Checks.Rebuilt;
        _givenUp += verdict.Checks.GivenUp;
        _wholeIndexes += verdict.Checks.WholeIndexes;
    }

    public override string ToString() =>
        $"{_blocks} blocks, {_executed} executed, {_rejected} rejected, {_expired} expired, {_learned} states learned, "
        + $"{_branching} runs with branches, {_coinFlips} coin flips, {_givenUp} members gave up old blocks, {_rebuilt} segments rebuilt, {_wholeIndexes} indexes compared";
}
