namespace Komandor.Simulation;

/// <summary>Virtual time: what happens when, and nothing twice in another order.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (long TimeUs, long Order)> _entries = new();
    private long _order;

    /// <summary>Microseconds since the run began.</summary>
    public long NowUs { get; private set; }

    /// <summary>Does <paramref name="action"/> after <paramref name="delayUs"/>, 0 or more.</summary>
    public void After(long delayUs, Action action) => _entries.Enqueue(action, (NowUs + delayUs, _order++));

    /// <summary>Does what is due next; false when nothing is, up to <paramref name="endUs"/>.</summary>
    public bool Step(long endUs)
    {
        if (!_entries.TryPeek(out _, out (long TimeUs, long Order) due) || due.TimeUs > endUs)
        {
            NowUs = endUs;
            return false;
        }

        Action action = _entries.Dequeue();
        NowUs = due.TimeUs;
        action();
        return true;
    }
}
