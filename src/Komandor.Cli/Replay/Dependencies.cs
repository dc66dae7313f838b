namespace Komandor.Cli.Replay;

/// <summary>Which payments of a file wait for which.</summary>
internal sealed class Dependencies
{
    private readonly List<int>[] _waiting;
    private readonly int[] _missing;

    internal Dependencies(ReplayFile file)
    {
        Dictionary<string, int> places = file.Payments.Select((payment, index) => (payment.Id, index)).ToDictionary(one => one.Id, one => one.index);
        _waiting = new List<int>[file.Payments.Length];
        _missing = new int[file.Payments.Length];
        for (int index = 0; index < file.Payments.Length; index++)
        {
            _waiting[index] = [];
            foreach (int before in file.Payments[index].Inputs.Select(input => places.GetValueOrDefault(input.Source.Payment, -1)).Where(one => one >= 0).Distinct())
            {
                // The file stands in order, so the list exists.
                _waiting[before].Add(index);
                _missing[index]++;
            }
        }
    }

    /// <summary>The payments that wait for none.</summary>
    internal IEnumerable<int> Free() => Enumerable.Range(0, _missing.Length).Where(index => _missing[index] == 0).ToArray();

    /// <summary>Notes that a payment is decided; returns those that waited for it last. Safe from many threads.</summary>
    internal IEnumerable<int> Finish(int index) => [.. _waiting[index].Where(next => Interlocked.Decrement(ref _missing[next]) == 0)];
}
