using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.PrivacySimulation.Economies;
using Komandor.Wallet.Private.Building;

namespace Komandor.PrivacySimulation.Attacks;

/// <summary>A young pool in which some wallets pay themselves while it is quiet: what is left of a person's cover set, also for who makes a part of that traffic and knows its own notes.</summary>
/// <remarks>docs/privacy.md §8. People pay 0.01 times a second, and with cover the pool has 0.1 payments a second; the observer knows that the payment is a person's, how old notes people spend, when cover
/// began, and of its own notes that they are not spent here.</remarks>
internal sealed class CoverAttack(Scale scale)
{
    private const double AimNotesPerSecond = 0.2;
    private const double DaySeconds = 86_400;
    private const int Chances = 4;
    private static readonly ulong _minimum = PrivateParameters.Default.MinimumCover;
    private static readonly double _coverShare = 1 - (Economy.Young.NotesPerSecond / AimNotesPerSecond);
    private readonly Dice _dice = new(scale.Seed);

    public IEnumerable<Finding> Run()
    {
        // On every run of the tests, what has a bound after a day; the rest of the table nightly.
        bool isFast = scale.Economies.Count == 1;
        (string, double)[] times = isFast ? [("a day", 1)] : [("an hour", 1.0 / 24), ("six hours", 0.25), ("a day", 1), ("three days", 3)];
        double[] shares = isFast ? [0, 0.25] : [0, 0.25, 0.5, 0.9, 1];
        foreach ((string since, double days) in times)
        {
            foreach (double owned in shares)
            {
                foreach (Finding finding in Run(since, days, owned))
                {
                    yield return finding;
                }
            }
        }

        ulong fee = WorkTable.Of(0, 0, 0, 0, 0, 0) + WorkTable.OfPrivate(PrivateTier.Shielded, PrivateLimits.ShieldedInputs, PrivateLimits.MinimumOutputs);
        double payments = (AimNotesPerSecond - Economy.Young.NotesPerSecond) / 2 * DaySeconds;
        yield return new Finding("cover", "young, covered", "all of the cover", "KMCC a day", payments * fee * LedgerParameters.Default.WorkPrice / 1e8);
    }

    private IEnumerable<Finding> Run(string since, double days, double owned)
    {
        ulong covered = (ulong)(days * DaySeconds * AimNotesPerSecond);
        Economy economy = new("young, covered", Economy.Young.Notes + covered, AimNotesPerSecond);
        foreach (Habit habit in new[] { Habit.LateMonero, Habit.Mixed })
        {
            AgeDensity density = AgeDensity.Of(economy.Notes, scale.Draws, () => Age(habit, economy, covered));
            Guess known = new();
            for (int turn = 0; turn < Math.Min(400, scale.Trials / 20); turn++)
            {
                Weigh(known, economy.Notes, economy.Notes - 1 - Age(habit, economy, covered), density.At, covered, owned);
            }

            double? bound = owned <= 0.25 ? 1024 : null;
            string what = $"{habit.Name}, covered for {since}, {owned:P0} of it the observer's";
            yield return new Finding("cover", economy.Name, what, "of 4,096, by entropy", known.EntropySet, AtLeast: bound);
            yield return new Finding("cover", economy.Name, what, "best guess, one of", known.BelievedSet);
        }
    }

    // Before the cover began a second brought a tenth of the notes: ages beyond are so much fewer notes.
    private ulong Age(Habit habit, Economy economy, ulong covered)
    {
        ulong age = habit.Draw(economy with { Notes = covered + (10 * Economy.Young.Notes) }, _dice);
        return age < covered ? age : Math.Min(covered + ((age - covered) / 10), economy.Notes - 1);
    }

    private void Weigh(Guess guess, ulong size, ulong own, Func<ulong, double> density, ulong covered, double owned)
    {
        ulong set = CoverChoice.Of(own, size, _minimum, _dice.Uniform)!.Value;
        CoverRange range = CoverRange.Of(set, size, _minimum)!.Value;
        double[] weights = new double[range.Count];
        for (int place = 0; place < range.Count; place++)
        {
            ulong note = range.First + (ulong)place;
            bool isCovered = size - 1 - note < covered;
            bool isOwned = isCovered && note != own && _dice.Uniform() < _coverShare * owned;

            // Of the notes since cover began that are not the observer's, so many more are people's.
            double people = isCovered ? 1 / (1 - (_coverShare * owned)) : 1;
            int chosen = 0;
            for (int chance = 0; chance < Chances && !isOwned; chance++)
            {
                chosen += CoverChoice.Of(note, size, _minimum, () => (chance + 0.5) / Chances) == set ? 1 : 0;
            }

            weights[place] = density(size - 1 - note) * people * chosen / Chances;
        }

        guess.Add(weights, (int)(own - range.First));
    }
}
