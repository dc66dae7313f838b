namespace Komandor.Primitives;

/// <summary>Runs independent pieces of pure work, possibly in parallel; how is the shell's choice.</summary>
public interface IForkJoin
{
    /// <summary>The number of pieces worth making: one for each worker.</summary>
    int Parallelism { get; }

    /// <summary>Calls <paramref name="body"/> once with each index in [0, <paramref name="count"/>) and returns when all have ended.</summary>
    /// <remarks>Bodies must not depend on their order. The first exception is rethrown after all have ended.</remarks>
    void Run(int count, Action<int> body);
}
