namespace Komandor.Node.Hosting;

/// <summary>How long catching up still takes, by the speed at which the gap closed lately.</summary>
/// <remarks>The peers go on meanwhile, so the gap is measured and not the own speed. One point each quarter of a second, 40 of them: ten seconds.</remarks>
internal sealed class CatchUpEstimate
{
    private const int Points = 40;
    private const long StepMs = 250;
    private const long LeastMs = 1_000;

    private readonly Lock _gate = new();
    private readonly Queue<(long AtMs, long Gap)> _points = [];
    private long _newestMs = long.MinValue / 2;

    /// <summary>Takes what is left now.</summary>
    /// <param name="nowMs">A clock that only rises.</param>
    /// <param name="gap">Rounds that are missing, 1 or more.</param>
    /// <returns>Milliseconds until none is; null while there is nothing to go by, or the gap does not close.</returns>
    internal long? Observe(long nowMs, long gap)
    {
        lock (_gate)
        {
            if (nowMs - _newestMs >= StepMs)
            {
                // After a pause the old speed says nothing.
                if (nowMs - _newestMs > Points * StepMs)
                {
                    _points.Clear();
                }

                _newestMs = nowMs;
                _points.Enqueue((nowMs, gap));
                if (_points.Count > Points)
                {
                    _points.Dequeue();
                }
            }

            (long firstMs, long firstGap) = _points.Peek();
            long closed = firstGap - gap;
            return nowMs - firstMs < LeastMs || closed <= 0 ? null : (long)((Int128)(nowMs - firstMs) * gap / closed);
        }
    }
}
