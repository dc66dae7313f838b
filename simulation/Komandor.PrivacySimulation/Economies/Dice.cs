using Komandor.Simulation;

namespace Komandor.PrivacySimulation.Economies;

/// <summary>Draws from the distributions that the attacks need, all out of one seed.</summary>
/// <param name="seed">The same seed draws the same.</param>
internal sealed class Dice(ulong seed)
{
    private readonly Chance _chance = new(seed);

    /// <summary>From 0 up to 1, 53 bits: what the wallet's own choices draw from.</summary>
    public double Uniform() => (_chance.Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An index below <paramref name="count"/>.</summary>
    public int Index(int count) => (int)(Uniform() * count);

    /// <summary>An index below <paramref name="count"/>.</summary>
    public ulong Index(ulong count) => Math.Min((ulong)(Uniform() * count), count - 1);

    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Marsaglia and Tsang 2000; shapes below one by their power of a uniform number.</summary>
    public double Gamma(double shape)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1) * Math.Pow(1 - Uniform(), 1 / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = Normal();
            double cube = Math.Pow(1 + (c * normal), 3);
            if (cube > 0 && Math.Log(1 - Uniform()) < (normal * normal / 2) + d - (d * cube) + (d * Math.Log(cube)))
            {
                return d * cube;
            }
        }
    }

    /// <summary>How many events of a rate happen in a time.</summary>
    public int Poisson(double mean)
    {
        // Sums of exponential times are exact; far above, the normal one is as good.
        if (mean > 500)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        int count = 0;
        for (double time = Exponential(1); time < mean; time += Exponential(1))
        {
            count++;
        }

        return count;
    }
}
