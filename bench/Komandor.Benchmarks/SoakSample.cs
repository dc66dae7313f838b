using System.Diagnostics;
using System.Globalization;

namespace Komandor.Benchmarks;

/// <summary>What a process holds at one moment of a soak.</summary>
/// <param name="Seconds">Since the load began.</param>
/// <param name="Version">The state's version.</param>
/// <param name="HeapBytes">Live objects, right after a full collection.</param>
/// <param name="PrivateBytes">Resident memory that is no file's: <c>RssAnon</c>, or the private bytes where the system does not tell.</param>
/// <param name="DiskBytes">The files of the store.</param>
/// <param name="Handles">Open files and the like.</param>
/// <param name="Threads">The process's threads.</param>
/// <param name="CpuSeconds">Processor time since the load began.</param>
internal sealed record SoakSample(
    double Seconds, ulong Version, double HeapBytes, double PrivateBytes, double DiskBytes, double Handles, double Threads, double CpuSeconds)
{
    /// <summary>The names of the fields, as the first line of a table.</summary>
    internal const string Header = "seconds,version,heap_bytes,private_bytes,disk_bytes,handles,threads,cpu_seconds";

    /// <summary>Looks at this process.</summary>
    internal static SoakSample Take(Stopwatch watch, TimeSpan cpuBefore, ulong version, double diskBytes)
    {
        using Process process = Process.GetCurrentProcess();
        return new SoakSample(
            watch.Elapsed.TotalSeconds, version, GC.GetTotalMemory(forceFullCollection: true), PrivateSize(process), diskBytes,
            Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : process.HandleCount,
            process.Threads.Count, (process.TotalProcessorTime - cpuBefore).TotalSeconds);
    }

    /// <summary>A line of the table.</summary>
    internal string Line() => string.Create(
        CultureInfo.InvariantCulture, $"{Seconds:F1},{Version},{HeapBytes:F0},{PrivateBytes:F0},{DiskBytes:F0},{Handles},{Threads},{CpuSeconds:F2}");

    // A mapped file's pages count as resident too, and come and go as the system likes.
    private static double PrivateSize(Process process)
    {
        const string Word = "RssAnon:";
        string? line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Word, StringComparison.Ordinal))
            : null;
        return line is null ? process.PrivateMemorySize64 : 1024 * double.Parse(line[Word.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
