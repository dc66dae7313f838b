namespace Komandor.Web.Explorer;

/// <summary>An answer that is asked for again only after a while, so that many viewers cost the node no more than one.</summary>
/// <remarks>Safe for concurrent callers; while one asks, the others wait for the same answer. A failure is not kept.</remarks>
/// <typeparam name="T">The answer.</typeparam>
internal sealed class Recent<T>(TimeProvider clock, TimeSpan lifetime, Func<CancellationToken, Task<T>> ask) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _gate = new(1);
    private T? _answer;
    private long _asked;

    /// <summary>The answer, at most one lifetime old.</summary>
    internal async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_answer is null || clock.GetElapsedTime(_asked) >= lifetime)
            {
                _answer = null;
                T answer = await ask(cancellationToken);
                _asked = clock.GetTimestamp();
                _answer = answer;
            }

            return _answer;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
