using System.Collections.Immutable;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Building;

/// <summary>Whom a ring note hides among: some decoys by the ages at which people spend, the others by the logarithm of the age alone.</summary>
/// <remarks>docs/privacy.md §3 derives it.</remarks>
/// <param name="size">The notes of the pool at the newest anchor, 16 or more.</param>
/// <param name="notesPerSecond">How fast the pool grew so far.</param>
/// <param name="uniform">Draws numbers from 0 up to 1.</param>
internal sealed class DecoyPicker(ulong size, double notesPerSecond, Func<double> uniform)
{
    // Möser et al. 2018, and Monero's own choice: the logarithm of an age in seconds has a gamma distribution of this shape and rate.
    private const double Shape = 19.28;
    private const double Rate = 1.61;
    private const int MaximumTries = 64;

    // What is drawn by ages; the rest is drawn by the logarithm alone. Both leave eight of sixteen to a guess: docs/privacy.md §3.
    private const double AgeShare = 0.35;

    /// <summary>The ring of note <paramref name="own"/>: 16 ascending members, it among them.</summary>
    internal ImmutableArray<ulong> Pick(ulong own)
    {
        Invariant.Require(own < size && size >= PrivateLimits.RingMembers);
        SortedSet<ulong> members = [own];
        while (members.Count < PrivateLimits.RingMembers)
        {
            members.Add(Draw());
        }

        return [.. members];
    }

    /// <summary>One index.</summary>
    internal ulong Draw()
    {
        // An age that the pool does not have yet is drawn again; a pool so young that it has hardly any is left to the second part.
        if (uniform() < AgeShare)
        {
            for (int turn = 0; turn < MaximumTries; turn++)
            {
                double age = Math.Exp(Gamma() / Rate) * notesPerSecond;
                if (age < size)
                {
                    return IndexOf(age);
                }
            }
        }

        return IndexOf(Math.Exp(uniform() * Math.Log(size + 1)) - 1);
    }

    private ulong IndexOf(double age) => size - 1 - Math.Min((ulong)age, size - 1);

    // Marsaglia and Tsang 2000: exact for shapes of one and more.
    private double Gamma()
    {
        double d = Shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - uniform())) * Math.Cos(2 * Math.PI * uniform());
            double cube = 1 + (c * normal);
            cube *= cube * cube;
            if (cube > 0 && Math.Log(1 - uniform()) < (normal * normal / 2) + d - (d * cube) + (d * Math.Log(cube)))
            {
                return d * cube;
            }
        }
    }
}
