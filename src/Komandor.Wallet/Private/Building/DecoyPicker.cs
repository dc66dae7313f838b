using System.Collections.Immutable;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Building;

/// <summary>Whom a ring note hides among: seven notes of about its own age, and eight of about another age at which people spend.</summary>
/// <remarks>docs/privacy.md §4 derives it: whoever finds out which of the two ages is the true one, still guesses among eight.</remarks>
/// <param name="size">The notes of the pool at the newest anchor, 16 or more.</param>
/// <param name="notesPerSecond">How fast the pool grew so far.</param>
/// <param name="uniform">Draws numbers from 0 up to 1.</param>
internal sealed class DecoyPicker(ulong size, double notesPerSecond, Func<double> uniform)
{
    /// <summary>The members of a ring that are of one age.</summary>
    internal const int MembersPerBin = PrivateLimits.RingMembers / 2;

    // Möser et al. 2018, and Monero's own choice: the logarithm of an age in seconds has a gamma distribution of this shape and rate.
    private const double Shape = 19.28;
    private const double Rate = 1.61;
    private const int MaximumTries = 64;

    // What is drawn by ages; the rest is drawn by the logarithm alone.
    private const double AgeShare = 0.25;

    private readonly AgeBins _bins = new(size);

    /// <summary>The ring of note <paramref name="own"/>: 16 ascending members, it among them.</summary>
    internal ImmutableArray<ulong> Pick(ulong own)
    {
        Invariant.Require(own < size && size >= PrivateLimits.RingMembers);
        SortedSet<ulong> members = [own];
        (ulong First, ulong Count) home = _bins.Of(AgeOf(own));
        if (home.Count == size)
        {
            // So young a pool is one bin.
            Fill(members, home, PrivateLimits.RingMembers);
            return [.. members];
        }

        Fill(members, home, MembersPerBin);
        Fill(members, OtherThan(home), PrivateLimits.RingMembers);
        return [.. members];
    }

    /// <summary>One index, by the ages at which people are taken to spend.</summary>
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
                    return AgeOf((ulong)age);
                }
            }
        }

        return AgeOf(Logarithmic(size));
    }

    // Ages and indices are each other's mirror image.
    private ulong AgeOf(ulong index) => size - 1 - index;

    private ulong Logarithmic(ulong count) => Math.Min((ulong)(Math.Exp(uniform() * Math.Log(count + 1)) - 1), count - 1);

    private (ulong First, ulong Count) OtherThan((ulong First, ulong Count) home)
    {
        for (int turn = 0; turn < MaximumTries; turn++)
        {
            (ulong First, ulong Count) drawn = _bins.Of(AgeOf(Draw()));
            if (drawn != home)
            {
                return drawn;
            }
        }

        // Draws that nearly all fall into one bin: its neighbour serves.
        return _bins.Of(home.First > 0 ? home.First - 1 : home.First + home.Count);
    }

    // Within a bin all notes are alike, but for the newest few: their ages differ by more than a quarter, so they are drawn by the logarithm.
    private void Fill(SortedSet<ulong> members, (ulong First, ulong Count) bin, int count)
    {
        while (members.Count < count)
        {
            ulong age = bin.First + (bin.First == 0 ? Logarithmic(bin.Count) : Math.Min((ulong)(uniform() * bin.Count), bin.Count - 1));
            members.Add(AgeOf(age));
        }
    }

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
