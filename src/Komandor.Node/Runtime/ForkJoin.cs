using Komandor.Primitives;

namespace Komandor.Node.Runtime;

/// <summary>Runs pieces of pure work on the thread pool.</summary>
public sealed class ForkJoin(int parallelism) : IForkJoin
{
    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = parallelism };

    /// <inheritdoc/>
    public int Parallelism { get; } = parallelism;

    /// <inheritdoc/>
    public void Run(int count, Action<int> body)
    {
        if (count <= 1 || Parallelism == 1)
        {
            SerialForkJoin.Instance.Run(count, body);
            return;
        }

        Parallel.For(0, count, _options, body);
    }
}
