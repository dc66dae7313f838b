using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;
using Komandor.State.Indexes;

namespace Komandor.Replica.Indexes;

/// <summary>Keeps the secondary indexes that object types declare beside a member's state: docs/protocol/state.md §9.</summary>
/// <remarks>Belongs to the <see cref="Executor"/> and its thread. Indexes of another state than the member's, as after a state was learned or a power loss took
/// commits, are made anew while blocks go on: entries below a key that moves up have their terms, and only these follow commits.</remarks>
internal sealed class StateIndexes
{
    // At two hundred ticks a second about 50,000 entries a second, beside which blocks are still executed in time.
    private const int EntriesPerStep = 256;

    private readonly IKeyValueStore _store;
    private readonly SecondaryIndexes _indexes;
    private IndexProgress _progress;

    /// <summary>Goes on from what the store says when that is of this state, else begins anew.</summary>
    /// <param name="store">The member's store.</param>
    /// <param name="isOddPlace">In which place the state lies.</param>
    /// <param name="version">The state's version.</param>
    public StateIndexes(IKeyValueStore store, bool isOddPlace, ulong version)
    {
        _store = store;
        _indexes = OverStore(store);
        IndexProgress? read = IndexProgress.Read(store);
        _progress = read is not null && (read.IsOddPlace, read.Version) == (isOddPlace, version)
            ? read
            : new IndexProgress(IndexPhase.Clearing, isOddPlace, version, Hash256.Zero);
    }

    /// <summary>The indexes' engine over a member's store.</summary>
    public static SecondaryIndexes OverStore(IKeyValueStore store) => new(store, StoreKeys.Terms, [new ObjectsByLock()]);

    /// <summary>Follows a commit in the batch of its block.</summary>
    /// <param name="before">The state before it.</param>
    /// <param name="changes">What it changes.</param>
    /// <param name="batch">Receives the writes.</param>
    public void Follow(IStateReader before, IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes, KeyValueBatch batch)
    {
        if (_progress.Phase == IndexPhase.Whole)
        {
            _indexes.Follow(before, changes, batch);
        }
        else
        {
            // What lies above is met by the walk, as it is then.
            _indexes.Follow(before, [.. changes.Where(change => change.Key.CompareTo(_progress.Next) < 0)], batch);
        }

        _progress = _progress with { Version = before.Version + 1 };
        _progress.Put(batch);
    }

    /// <summary>The next bounded step towards whole indexes; null when they are.</summary>
    /// <param name="state">The state as it is.</param>
    public KeyValueBatch? Step(IStateRange state)
    {
        Invariant.Require(state.Version == _progress.Version);
        KeyValueBatch batch = new();
        switch (_progress.Phase)
        {
            case IndexPhase.Clearing:
                Clear(batch);
                break;
            case IndexPhase.Walking:
                Walk(state, batch);
                break;
            case IndexPhase.Whole:
                return null;
            default:
                throw new InvariantViolationException($"The indexes know no {_progress.Phase}.");
        }

        _progress.Put(batch);
        return batch;
    }

    private void Clear(KeyValueBatch batch)
    {
        foreach ((byte[] key, _) in _store.Scan([StoreKeys.Terms], [StoreKeys.Terms]))
        {
            if (batch.Changes.Count == EntriesPerStep)
            {
                return;
            }

            batch.Delete(key);
        }

        _progress = _progress with { Phase = IndexPhase.Walking };
    }

    private void Walk(IStateRange state, KeyValueBatch batch)
    {
        int walked = 0;
        foreach ((Hash256 key, byte[] value) in state.Range(_progress.Next, null))
        {
            if (walked++ == EntriesPerStep)
            {
                _progress = _progress with { Next = key };
                return;
            }

            _indexes.Add(key, value, batch);
        }

        _progress = _progress with { Phase = IndexPhase.Whole, Next = Hash256.Zero };
    }
}
