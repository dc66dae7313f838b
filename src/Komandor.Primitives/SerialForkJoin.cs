namespace Komandor.Primitives;

/// <summary>Runs every piece on the caller's thread, in order: for simulation, and as the reference of parallel runs.</summary>
public sealed class SerialForkJoin : IForkJoin
{
    /// <summary>The one instance; it has no state.</summary>
    public static SerialForkJoin Instance { get; } = new();

    /// <inheritdoc/>
    public int Parallelism => 1;

    /// <inheritdoc/>
    public void Run(int count, Action<int> body)
    {
        for (int index = 0; index < count; index++)
        {
            body(index);
        }
    }
}
