using System.Net;
using Komandor.Api;
using Komandor.Primitives;

namespace Komandor.Node.Api;

/// <summary>Callers that wait for the fate of a transaction. Bounded; nobody polls.</summary>
/// <param name="maximum">The most that wait at once.</param>
/// <param name="maximumPerAddress">The most of them that called from one address.</param>
public sealed class TransactionWaiters(int maximum, int maximumPerAddress = int.MaxValue)
{
    private readonly AddressCounter _byAddress = new(maximumPerAddress);
    private readonly Lock _gate = new();
    private readonly Dictionary<TransactionId, List<TaskCompletionSource>> _waiting = [];
    private int _count;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Wakes those that wait for <paramref name="id"/>, after its fate can be read.</summary>
    public void Decide(TransactionId id)
    {
        List<TaskCompletionSource>? decided;
        lock (_gate)
        {
            if (!_waiting.Remove(id, out decided))
            {
                return;
            }

            _count -= decided.Count;
        }

        foreach (TaskCompletionSource waiter in decided)
        {
            waiter.TrySetResult();
        }
    }

    /// <summary>Begins to wait. Look at the fate after this call and before the first await of its result, so that no decision is missed.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="waitMs">For how long at most.</param>
    /// <param name="cancellationToken">Ends the wait when the caller is gone.</param>
    /// <returns>Ends after the decision or the time, and leaves no trace.</returns>
    /// <exception cref="ApiException">Too many wait already (<see cref="ApiErrorCode.Busy"/>).</exception>
    public Task BeginAsync(TransactionId id, int waitMs, CancellationToken cancellationToken)
    {
        IPAddress? address = Caller.Address;
        if (address is not null && !_byAddress.TryEnter(address))
        {
            throw new ApiException(ApiErrorCode.Busy, "Too many callers of this address wait for transactions. Ask again later.", retryAfterMs: 1000);
        }

        try
        {
            return WaitAsync(id, Enter(id), waitMs, address, cancellationToken);
        }
        catch (ApiException) when (address is not null)
        {
            _byAddress.Leave(address);
            throw;
        }
    }

    private TaskCompletionSource Enter(TransactionId id)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_count >= maximum)
            {
                throw new ApiException(ApiErrorCode.Busy, "Too many callers wait for transactions. Ask again later.", retryAfterMs: 1000);
            }

            if (!_waiting.TryGetValue(id, out List<TaskCompletionSource>? list))
            {
                list = [];
                _waiting.Add(id, list);
            }

            list.Add(waiter);
            _count++;
        }

        return waiter;
    }

    private async Task WaitAsync(TransactionId id, TaskCompletionSource waiter, int waitMs, IPAddress? address, CancellationToken cancellationToken)
    {
        try
        {
            await waiter.Task.WaitAsync(TimeSpan.FromMilliseconds(waitMs), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The caller gets what is known now.
        }
        finally
        {
            Leave(id, waiter);
            if (address is not null)
            {
                _byAddress.Leave(address);
            }
        }
    }

    private void Leave(TransactionId id, TaskCompletionSource waiter)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(id, out List<TaskCompletionSource>? list) && list.Remove(waiter))
            {
                _count--;
                if (list.Count == 0)
                {
                    _waiting.Remove(id);
                }
            }
        }
    }
}
