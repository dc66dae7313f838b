using Komandor.Ledger.Private;
using Komandor.PrivacySimulation.Economies;
using Komandor.Wallet.Private.Building;

namespace Komandor.PrivacySimulation.Attacks;

/// <summary>What remains of a cover set when the observer weighs its notes by how the wallet chooses sets and by how people spend, and intersects the sets of one tag or of linked payments.</summary>
/// <remarks>docs/privacy.md §8. P(set | note) is counted by asking the wallet's own choice at evenly spaced chances, so it is exact to a quarter.</remarks>
internal sealed class IntersectionAttack(Economy economy, Scale scale)
{
    private const int Chances = 4;
    private const double DaySeconds = 86_400;
    private static readonly ulong _minimum = PrivateParameters.Default.MinimumCover;
    private readonly Dice _dice = new(scale.Seed);

    public IEnumerable<Finding> Run()
    {
        yield return new Finding("intersection", economy.Name, "ages say nothing", "of 4,096, by entropy", Flat(isFixed: false).EntropySet, AtLeast: 1024);
        yield return new Finding("intersection", economy.Name, "ages say nothing", "were the earlier set fixed", Flat(isFixed: true).EntropySet);
        yield return new Finding("intersection", economy.Name, "a set that just opened", "of 4,096, by entropy", Opened(isFixed: false).EntropySet, AtLeast: 1024);
        yield return new Finding("intersection", economy.Name, "a set that just opened", "were the earlier set fixed", Opened(isFixed: true).EntropySet);
        foreach (Habit habit in new[] { Habit.LateMonero, Habit.Mixed, Habit.Any })
        {
            AgeDensity density = AgeDensity.Of(economy.Notes, scale.Draws, () => habit.Draw(economy, _dice));
            Guess known = new();
            for (int turn = 0; turn < Math.Min(400, scale.Trials / 20); turn++)
            {
                Weigh(known, economy.Notes, economy.Notes - 1 - habit.Draw(economy, _dice), density.At, isFixed: false);
            }

            // Where a note comes in a minute, people who pay with what they just got spend one of the newest few: no choice of a set hides that, only waiting does.
            double? bound = economy.NotesPerSecond >= 0.2 ? 1024 : null;
            yield return new Finding("intersection", economy.Name, habit.Name, "of 4,096, by entropy", known.EntropySet, AtLeast: bound);
            yield return new Finding("intersection", economy.Name, habit.Name, "best guess, one of", known.BelievedSet);
        }

        yield return new Finding("intersection", economy.Name, "one tag under two anchors", "notes in both sets", Rebuilt(), AtLeast: 1024);
        yield return new Finding("intersection", economy.Name, "the next payment of a chain, a day later", "payments of a day that fit", Followers());
    }

    private Guess Flat(bool isFixed)
    {
        Guess guess = new();
        for (int turn = 0; turn < Math.Min(100, scale.Trials / 40); turn++)
        {
            Weigh(guess, economy.Notes, _dice.Index(economy.Notes), _ => 1, isFixed);
        }

        return guess;
    }

    // The newest set has ten notes that no other holds: the anchor came just after it might be used.
    private Guess Opened(bool isFixed)
    {
        const ulong Newest = 10;
        Guess guess = new();
        ulong size = (economy.Notes / PrivateLimits.SetStep * PrivateLimits.SetStep) + Newest;
        for (ulong age = 0; age < Newest; age++)
        {
            Weigh(guess, size, size - 1 - age, _ => 1, isFixed);
        }

        return guess;
    }

    private void Weigh(Guess guess, ulong size, ulong own, Func<ulong, double> density, bool isFixed)
    {
        ulong set = CoverChoice.Of(own, size, _minimum, isFixed ? () => 0 : _dice.Uniform)!.Value;
        CoverRange range = CoverRange.Of(set, size, _minimum)!.Value;
        double[] weights = new double[range.Count];
        for (int place = 0; place < range.Count; place++)
        {
            ulong note = range.First + (ulong)place;
            int chosen = 0;
            for (int chance = 0; chance < Chances; chance++)
            {
                chosen += CoverChoice.Of(note, size, _minimum, () => isFixed ? 0 : (chance + 0.5) / Chances) == set ? 1 : 0;
            }

            weights[place] = density(size - 1 - note) * chosen / Chances;
        }

        guess.Add(weights, (int)(own - range.First));
    }

    // A payment that expired and was built again: its sets under the first anchor it may use and under the newest, for the newest notes, whose set still grows.
    private double Rebuilt()
    {
        double least = double.MaxValue;
        for (int turn = 0; turn < scale.Trials; turn++)
        {
            ulong size = economy.Notes - _dice.Index(economy.Notes / 4);
            ulong grown = size + (ulong)(economy.NotesPerSecond * Economy.AnchorSeconds * (PrivateParameters.Default.AnchorWindow - 1));
            ulong own = size - 1 - Math.Min(Habit.LateMonero.Draw(economy, _dice), size - 1);
            if (CoverChoice.Of(own, size, _minimum, _dice.Uniform) is { } set)
            {
                CoverRange first = CoverRange.Of(set, size, _minimum)!.Value;
                CoverRange second = CoverRange.Of(set, grown, _minimum)!.Value;
                least = Math.Min(least, Math.Min(first.Count, second.Count));
            }
        }

        return least;
    }

    // Change that is spent a day later: how many payments of that day have it in one of their sets, so that each could be the next of the chain.
    private double Followers()
    {
        ulong age = (ulong)Math.Min(economy.NotesPerSecond * DaySeconds, economy.Notes / 2);
        ulong change = economy.Notes - 1 - age;
        int fits = 0;
        for (int turn = 0; turn < scale.Draws; turn++)
        {
            fits += Holds(change) || Holds(change) ? 1 : 0;
        }

        return (double)fits / scale.Draws * economy.PaymentsPerSecond * DaySeconds;
    }

    private bool Holds(ulong note)
    {
        ulong set = CoverChoice.Of(economy.Notes - 1 - Habit.Mixed.Draw(economy, _dice), economy.Notes, _minimum, _dice.Uniform)!.Value;
        CoverRange range = CoverRange.Of(set, economy.Notes, _minimum)!.Value;
        return note >= range.First && note < range.First + (ulong)range.Count;
    }
}
