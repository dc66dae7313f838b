using System.Diagnostics;

namespace Komandor.Benchmarks;

/// <summary>Measures work in seconds of processor time of this process, which a noisy neighbour changes less than wall time.</summary>
internal static class CpuClock
{
    /// <summary>Processor seconds that <paramref name="work"/> took, over all threads.</summary>
    public static double Measure(Action work)
    {
        GC.Collect();
        TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
        work();
        return (Process.GetCurrentProcess().TotalProcessorTime - start).TotalSeconds;
    }
}
