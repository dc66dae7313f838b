namespace Komandor.State;

/// <summary>The arrays of buckets that commits replaced, for new buckets: else the collector would move every new bucket twice.</summary>
/// <remarks>An array is used again only when no reader can have it any more: it was replaced before a moment at which nobody was reading.
/// <see cref="Enter"/> and <see cref="Exit"/> may be called from many threads; one thread at a time calls the rest.</remarks>
/// <param name="capacityBytes">How much memory free arrays may take.</param>
internal sealed class BucketPool(long capacityBytes)
{
    // Lengths are whole steps, so that a bucket whose values grow a little finds an array.
    private const int StepSizeBytes = 256;
    private const int Steps = 100;

    private readonly Stack<byte[]>?[] _free = new Stack<byte[]>?[Steps];
    private readonly List<byte[]> _retired = [];
    private long _sizeBytes;
    private int _readers;

    /// <summary>An array of at least <paramref name="sizeBytes"/> with any content.</summary>
    public byte[] Rent(int sizeBytes)
    {
        int steps = (sizeBytes + StepSizeBytes - 1) / StepSizeBytes;
        if (steps < Steps && _free[steps] is { } free && free.TryPop(out byte[]? known))
        {
            _sizeBytes -= known.Length;
            return known;
        }

        return GC.AllocateUninitializedArray<byte>(steps * StepSizeBytes);
    }

    /// <summary>Takes an array that no new reader can find.</summary>
    public void Retire(byte[] data) => _retired.Add(data);

    /// <summary>A reader begins to look at buckets.</summary>
    public void Enter() => Interlocked.Increment(ref _readers);

    /// <summary>A reader has let go of all buckets.</summary>
    public void Exit() => Interlocked.Decrement(ref _readers);

    /// <summary>Frees the retired arrays, unless somebody reads.</summary>
    public void Collect()
    {
        // A full fence on both sides: a reader who enters later finds what replaced the retired arrays.
        if (Interlocked.CompareExchange(ref _readers, 0, 0) != 0)
        {
            return;
        }

        foreach (byte[] data in _retired)
        {
            int steps = data.Length / StepSizeBytes;
            if (steps < Steps && _sizeBytes + data.Length <= capacityBytes)
            {
                (_free[steps] ??= new Stack<byte[]>()).Push(data);
                _sizeBytes += data.Length;
            }
        }

        _retired.Clear();
    }
}
