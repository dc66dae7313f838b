namespace Komandor.Benchmarks;

/// <summary>A benchmark that <c>./dev bench NAME</c> runs.</summary>
internal interface IBenchmark
{
    /// <summary>The word that chooses it.</summary>
    string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    string Summary { get; }

    /// <summary>Measures and returns the figures, in the order in which they are shown.</summary>
    /// <param name="log">Where progress goes; standard output belongs to the result.</param>
    IReadOnlyList<Figure> Run(TextWriter log);
}
