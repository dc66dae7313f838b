using System.Collections.Immutable;
using Komandor.Ledger.Private;
using Komandor.PrivacySimulation.Economies;
using Komandor.Wallet.Private.Building;

namespace Komandor.PrivacySimulation.Attacks;

/// <summary>Which of a ring's sixteen is spent? Guess the newest, or weigh ages by how people spend and how decoys are drawn (the MAP decoder of Aeeneh et al. 2021).</summary>
/// <remarks>docs/privacy.md §4. The attacker knows the wallet's code, so also the two bins, and weighs the true bin against the other:
/// P(ring | x is spent) is proportional to s(x) / (d(x) · (1 − D)), D the share of x's bin in what is drawn and d(x) the share of x.</remarks>
internal sealed class DecoyAttack(Economy economy, Scale scale)
{
    private readonly Dice _dice = new(scale.Seed);
    private readonly AgeBins _bins = new(economy.Notes);
    private readonly Dictionary<(ulong, ulong), double> _drawn = [];

    /// <summary>The figures of every habit.</summary>
    public IEnumerable<Finding> Run()
    {
        DecoyPicker picker = new(economy.Notes, economy.NotesPerSecond, _dice.Uniform);
        CountBins(picker);
        AgeDensity assumed = Density(Habit.EarlyMonero);
        AgeDensity drawn = AgeDensity.Of(economy.Notes, scale.Draws, () => AgeOf(picker.Draw()));
        foreach (Habit habit in Habit.All)
        {
            AgeDensity spent = Density(habit);
            (Guess newest, Guess knowing, Guess mistaken, Guess single) = (new(), new(), new(), new());
            for (int turn = 0; turn < scale.Trials; turn++)
            {
                ulong own = AgeOf(habit.Draw(economy, _dice));
                ImmutableArray<ulong> ring = picker.Pick(own);
                int place = ring.IndexOf(own);
                newest.Add(place == ring.Length - 1 ? 1 : 0);
                knowing.Add(Weigh(ring, spent), place);
                mistaken.Add(Weigh(ring, assumed), place);
                ImmutableArray<ulong> plain = Singly(picker, own);
                single.Add([.. plain.Select(member => spent.At(AgeOf(member)) / drawn.At(AgeOf(member)))], plain.IndexOf(own));
            }

            yield return new Finding("decoys", economy.Name, habit.Name, "of 16, guess the newest", newest.EffectiveSet, AtLeast: 8);
            yield return new Finding("decoys", economy.Name, habit.Name, "of 16, habit known", knowing.EffectiveSet, AtLeast: 8);
            yield return new Finding("decoys", economy.Name, habit.Name, "of 16, by entropy", knowing.EntropySet, AtLeast: 8);
            yield return new Finding("decoys", economy.Name, habit.Name, "of 16, taken for 2018", mistaken.EffectiveSet, AtLeast: 8);
            yield return new Finding("decoys", economy.Name, habit.Name, "of 16, were decoys drawn singly", single.EffectiveSet);
        }
    }

    // Without bins: what the wallet did first, and what Monero does.
    private static ImmutableArray<ulong> Singly(DecoyPicker picker, ulong own)
    {
        SortedSet<ulong> members = [own];
        while (members.Count < PrivateLimits.RingMembers)
        {
            members.Add(picker.Draw());
        }

        return [.. members];
    }

    private ulong AgeOf(ulong index) => economy.Notes - 1 - index;

    private AgeDensity Density(Habit habit) => AgeDensity.Of(economy.Notes, scale.Draws, () => habit.Draw(economy, _dice));

    private double[] Weigh(ImmutableArray<ulong> ring, AgeDensity spent) => [.. ring.Select(member =>
    {
        ulong age = AgeOf(member);
        (ulong First, ulong Count) bin = _bins.Of(age);
        double share = Math.Max(_drawn.GetValueOrDefault(bin), 0.01 / scale.Draws);

        // The first bin is drawn by the logarithm, the others evenly: DecoyPicker.
        double within = bin.First > 0 ? 1.0 / bin.Count : Math.Log((age + 2.0) / (age + 1.0)) / Math.Log(bin.Count + 1.0);
        return spent.At(age) / (within * share * (1 - Math.Min(share, 0.999)));
    })];

    private void CountBins(DecoyPicker picker)
    {
        for (int turn = 0; turn < scale.Draws; turn++)
        {
            (ulong First, ulong Count) bin = _bins.Of(AgeOf(picker.Draw()));
            _drawn[bin] = _drawn.GetValueOrDefault(bin) + (1.0 / scale.Draws);
        }
    }
}
