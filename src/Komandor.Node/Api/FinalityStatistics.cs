namespace Komandor.Node.Api;

/// <summary>How fast the node is: the last thousand finalities, and the transactions of the last ten seconds. Thread-safe.</summary>
public sealed class FinalityStatistics(TimeProvider time)
{
    private const int Kept = 1000;
    private const int WindowSeconds = 10;

    private readonly Lock _gate = new();
    private readonly int[] _finalityMs = new int[Kept];
    private readonly int[] _executed = new int[WindowSeconds + 1];
    private readonly long[] _executedSecond = new long[WindowSeconds + 1];
    private long _recorded;
    private ulong _events;
    private long _eventsSecond;
    private ulong _eventsPerSecond;

    private long Second => time.GetTimestamp() / time.TimestampFrequency;

    /// <summary>Records a transaction's time from submission here to certificate.</summary>
    public void RecordFinality(int finalityMs)
    {
        lock (_gate)
        {
            _finalityMs[_recorded++ % Kept] = finalityMs;
        }
    }

    /// <summary>Records the transactions of a final block.</summary>
    public void RecordExecuted(int transactions)
    {
        lock (_gate)
        {
            long second = Second;
            int slot = (int)(second % _executed.Length);
            _executed[slot] = (_executedSecond[slot] == second ? _executed[slot] : 0) + transactions;
            _executedSecond[slot] = second;
        }
    }

    /// <summary>Median and 99th percentile in milliseconds; null before the first.</summary>
    public (int? P50, int? P99) FinalityMs()
    {
        int[] sorted;
        lock (_gate)
        {
            sorted = _finalityMs[..(int)Math.Min(_recorded, Kept)];
        }

        Array.Sort(sorted);
        return sorted.Length == 0 ? (null, null) : (sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]);
    }

    /// <summary>Executed transactions a second over the last ten whole seconds.</summary>
    public double TransactionsPerSecond()
    {
        lock (_gate)
        {
            long now = Second;
            int sum = 0;
            for (int slot = 0; slot < _executed.Length; slot++)
            {
                sum += _executedSecond[slot] < now && _executedSecond[slot] >= now - WindowSeconds ? _executed[slot] : 0;
            }

            return (double)sum / WindowSeconds;
        }
    }

    /// <summary>Events a second between the two last seconds in which this was asked.</summary>
    /// <param name="events">Events since the start.</param>
    public ulong EventsPerSecond(ulong events)
    {
        lock (_gate)
        {
            long now = Second;
            if (_eventsSecond == 0 || events < _events)
            {
                (_eventsSecond, _events) = (now, events);
            }
            else if (now > _eventsSecond)
            {
                _eventsPerSecond = (events - _events) / (ulong)(now - _eventsSecond);
                (_eventsSecond, _events) = (now, events);
            }

            return _eventsPerSecond;
        }
    }
}
