namespace Komandor.Benchmarks;

/// <summary>Measures work that is too short for the processor clock, by doing it many times.</summary>
internal static class ShortWork
{
    private const double RunSeconds = 0.25;
    private const int Runs = 5;

    /// <summary>The least processor seconds a piece of work, of several runs after one that warms up and counts how many pieces fill a run.</summary>
    public static double Seconds(Action work)
    {
        int pieces = 1;
        while (CpuClock.Measure(() => Repeat(work, pieces)) < RunSeconds)
        {
            pieces *= 2;
        }

        return Enumerable.Range(0, Runs).Min(_ => CpuClock.Measure(() => Repeat(work, pieces))) / pieces;
    }

    private static void Repeat(Action work, int pieces)
    {
        for (int piece = 0; piece < pieces; piece++)
        {
            work();
        }
    }
}
