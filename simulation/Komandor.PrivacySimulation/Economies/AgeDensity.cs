namespace Komandor.PrivacySimulation.Economies;

/// <summary>How likely a note of an age is, by counting draws in steps of the age's logarithm.</summary>
internal sealed class AgeDensity
{
    private const int Steps = 160;
    private readonly double[] _density = new double[Steps + 1];
    private readonly double _scale;

    private AgeDensity(ulong size) => _scale = Steps / Math.Log(size + 1.0);

    /// <summary>The density of what <paramref name="draw"/> draws: ages below <paramref name="size"/>.</summary>
    public static AgeDensity Of(ulong size, int draws, Func<ulong> draw)
    {
        AgeDensity density = new(size);
        for (int turn = 0; turn < draws; turn++)
        {
            density._density[density.Step(draw())]++;
        }

        // The notes of a step share what was counted there; a step that nothing fell into keeps a trace.
        for (int step = 0; step <= Steps; step++)
        {
            double notes = Math.Max(1, density.Youngest(step + 1, size) - density.Youngest(step, size));
            density._density[step] = (density._density[step] + 0.01) / draws / notes;
        }

        return density;
    }

    /// <summary>The probability of one note of this age.</summary>
    public double At(ulong age) => _density[Step(age)];

    private int Step(ulong age) => Math.Min(Steps, (int)(Math.Log(age + 1.0) * _scale));

    // The youngest age of a step.
    private double Youngest(int step, ulong size) => Math.Min(size, Math.Ceiling(Math.Exp(step / _scale) - 1 - 1e-9));
}
