namespace Komandor.Network;

/// <summary>What one peer may have in our memory: messages received and not yet disposed by the consumer.</summary>
/// <remarks>It belongs to the peer, not to a link, so a peer gains nothing by connecting again.</remarks>
internal sealed class InboundBudget(int maximumSizeBytes, int maximumMessages)
{
    private readonly Lock _gate = new();
    private long _sizeBytes;
    private int _messages;
    private TaskCompletionSource? _freed;

    /// <summary>Bytes that are held.</summary>
    public long SizeBytes => Volatile.Read(ref _sizeBytes);

    /// <summary>Takes room for one message when there is some.</summary>
    public bool TryAcquire(int sizeBytes)
    {
        lock (_gate)
        {
            return TryAcquireLocked(sizeBytes);
        }
    }

    /// <summary>Takes room for one message, waiting until the consumer has made it.</summary>
    public async ValueTask AcquireAsync(int sizeBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task freed;
            lock (_gate)
            {
                if (TryAcquireLocked(sizeBytes))
                {
                    return;
                }

                _freed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                freed = _freed.Task;
            }

            await freed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives back the room of one message.</summary>
    public void Release(int sizeBytes)
    {
        TaskCompletionSource? freed;
        lock (_gate)
        {
            _sizeBytes -= sizeBytes;
            _messages--;
            freed = _freed;
            _freed = null;
        }

        freed?.SetResult();
    }

    private bool TryAcquireLocked(int sizeBytes)
    {
        if (_messages == maximumMessages || _sizeBytes + sizeBytes > maximumSizeBytes)
        {
            return false;
        }

        _sizeBytes += sizeBytes;
        _messages++;
        return true;
    }
}
