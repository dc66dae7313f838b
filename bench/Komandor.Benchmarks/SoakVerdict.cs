using System.Globalization;

namespace Komandor.Benchmarks;

/// <summary>Says whether what a process holds stays as it is: the slope of each series, by least squares over all but the first quarter of the samples.</summary>
internal static class SoakVerdict
{
    private static readonly (string Name, Func<SoakSample, double> Of, double Bound)[] _series =
    [
        // In shares of the mean, from the first of these samples to the last. Garbage and the log's oldest segment come and go.
        ("heap", sample => sample.HeapBytes, 0.03),
        ("private memory", sample => sample.PrivateBytes, 0.10),
        ("disk", sample => sample.DiskBytes, 0.05),
        ("handles", sample => sample.Handles, 0.05),
        ("threads", sample => sample.Threads, 0.10),
    ];

    /// <summary>Writes a line for each series.</summary>
    /// <returns>Whether none grows by more than its bound.</returns>
    internal static bool Judge(IReadOnlyList<SoakSample> samples, TextWriter log)
    {
        SoakSample[] counted = [.. samples.Skip(samples.Count / 4)];
        bool isFlat = counted.Length >= 3;
        double hours = counted.Length == 0 ? 0 : (counted[^1].Seconds - counted[0].Seconds) / 3600;
        foreach ((string name, Func<SoakSample, double> of, double bound) in _series)
        {
            double mean = counted.Select(of).DefaultIfEmpty().Average();
            double slope = Slope(counted, of);
            double growth = slope * hours / Math.Max(mean, 1);
            isFlat &= growth <= bound;
            log.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{name}: mean {mean:N0}, slope {slope:N0} an hour, growth {growth:P2} over {hours * 60:F1} minutes, bound {bound:P0}: {(growth <= bound ? "flat" : "GROWS")}"));
        }

        log.WriteLine(isFlat ? "verdict: flat" : "verdict: NOT flat");
        return isFlat;
    }

    private static double Slope(SoakSample[] samples, Func<SoakSample, double> of)
    {
        double meanHours = samples.Select(sample => sample.Seconds / 3600).DefaultIfEmpty().Average();
        double mean = samples.Select(of).DefaultIfEmpty().Average();
        double product = 0;
        double square = 0;
        foreach (SoakSample sample in samples)
        {
            double hours = (sample.Seconds / 3600) - meanHours;
            product += hours * (of(sample) - mean);
            square += hours * hours;
        }

        return square == 0 ? 0 : product / square;
    }
}
