using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>Verdicts on proofs, kept by all the bytes of a transaction and all that they were judged against; bounded. Safe from many threads.</summary>
/// <remarks>Nothing else decides a verdict, so what is kept is never that of other bytes, of another set, or of another chain.</remarks>
public sealed class ProofCache
{
    private readonly System.Threading.Lock _gate = new();
    private readonly Dictionary<Hash256, LedgerFault> _verdicts = [];
    private readonly Queue<Hash256> _order = [];
    private readonly int _capacity;

    /// <summary>A cache of so many verdicts; the oldest goes first.</summary>
    public ProofCache(int capacity = 1 << 16) => _capacity = capacity;

    /// <summary>How many verdicts are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _verdicts.Count;
            }
        }
    }

    internal bool TryGet(Hash256 statement, out LedgerFault verdict)
    {
        lock (_gate)
        {
            return _verdicts.TryGetValue(statement, out verdict);
        }
    }

    internal void Add(Hash256 statement, LedgerFault verdict)
    {
        lock (_gate)
        {
            if (_verdicts.TryAdd(statement, verdict))
            {
                _order.Enqueue(statement);
            }

            while (_order.Count > _capacity)
            {
                _verdicts.Remove(_order.Dequeue());
            }
        }
    }
}
