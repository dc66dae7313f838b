using Komandor.Primitives;

namespace Komandor.Node.Hosting;

/// <summary>Remembers something of the newest transactions, up to a fixed number. Thread-safe.</summary>
internal sealed class RecentTransactions<TValue>(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TransactionId, TValue> _values = [];
    private readonly Queue<TransactionId> _order = new();

    internal void Add(TransactionId id, TValue value)
    {
        lock (_gate)
        {
            if (!_values.TryAdd(id, value))
            {
                return;
            }

            _order.Enqueue(id);
            if (_order.Count > capacity)
            {
                _values.Remove(_order.Dequeue());
            }
        }
    }

    internal bool TryGet(TransactionId id, out TValue? value)
    {
        lock (_gate)
        {
            return _values.TryGetValue(id, out value);
        }
    }
}
