namespace Komandor.PrivacySimulation;

/// <summary>What an attacker makes of a set of candidates, of which one is the true one, summed over many.</summary>
internal sealed class Guess
{
    private const double Tie = 1 - 1e-9;
    private double _right;
    private double _nats;
    private double _belief;
    private double _trials;

    /// <summary>One over the chance that the best guess is right.</summary>
    public double EffectiveSet => _trials / Math.Max(_right, 1e-9);

    /// <summary>The chance that the best guess is right.</summary>
    public double Success => _right / _trials;

    /// <summary>One over what the attacker takes the best guess's chance to be, on the average: as the effective set when it believes right, with less noise.</summary>
    public double BelievedSet => _trials / _belief;

    /// <summary>The exponential of what the attacker does not know on the average.</summary>
    public double EntropySet => Math.Exp(_nats / _trials);

    /// <summary>The attacker weighs candidates and names the heaviest; of equal ones, any.</summary>
    /// <param name="weights">One for each candidate; not negative, not all zero.</param>
    /// <param name="truth">The place of the true one.</param>
    public void Add(ReadOnlySpan<double> weights, int truth)
    {
        double sum = 0;
        double most = 0;
        foreach (double weight in weights)
        {
            (sum, most) = (sum + weight, Math.Max(most, weight));
        }

        int equal = 0;
        double nats = 0;
        foreach (double weight in weights)
        {
            equal += weight >= most * Tie ? 1 : 0;
            nats -= weight > 0 ? weight / sum * Math.Log(weight / sum) : 0;
        }

        _right += weights[truth] >= most * Tie ? 1.0 / equal : 0;
        _nats += nats;
        _belief += most / sum;
        _trials++;
    }

    /// <summary>A guess by a rule: right with this chance.</summary>
    public void Add(double right)
    {
        _right += right;
        _trials++;
    }
}
