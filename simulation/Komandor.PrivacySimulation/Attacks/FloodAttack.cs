using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.PrivacySimulation.Economies;
using Komandor.Wallet.Private.Building;

namespace Komandor.PrivacySimulation.Attacks;

/// <summary>Somebody makes most of the notes, and so knows which members are not spent: black marbles, and for an hour alone a flash flood.</summary>
/// <remarks>docs/privacy.md §7. Noether et al. 2014 (MRL-0001), Chervinski et al. 2019 (FloodXMR), Rucknium 2024. The cheapest notes are those of
/// coins that enter: the ring tier takes sixteen at once.</remarks>
internal sealed class FloodAttack(Economy economy, Scale scale)
{
    // A key's witness and a signature, in bytes of work: docs/protocol/ledger.md §6.
    private const int WitnessSizeBytes = 160;
    private const double UnitsPerKmcc = 1e8;
    private const double DaySeconds = 86_400;
    private readonly Dice _dice = new(scale.Seed);

    /// <summary>What the cheapest note of a tier costs, in units at a price of one.</summary>
    public static double UnitsPerNote(PrivateTier tier)
    {
        int notes = tier == PrivateTier.Ring ? PrivateLimits.MaximumOutputs : PrivateLimits.MinimumOutputs;
        return (double)(WorkTable.Of(WitnessSizeBytes, 1, 0, 0, 1, 0) + WorkTable.OfPrivate(tier, 0, notes)) / notes;
    }

    public IEnumerable<Finding> Run()
    {
        foreach (double share in new[] { 0.25, 0.5, 0.75, 0.9 })
        {
            string flood = $"a flood for ever, {share:P0} of all notes";
            (Guess ring, double alone) = Ring(age => _dice.Uniform() < share);
            double honest = economy.NotesPerSecond * DaySeconds;
            double price = LedgerParameters.Default.WorkPrice / UnitsPerKmcc;
            double bought = share / (1 - share) * honest;
            yield return new Finding("flood", economy.Name, flood, "of 16", ring.EffectiveSet, AtLeast: share <= 0.5 ? 6 : null);
            yield return new Finding("flood", economy.Name, flood, "rings laid bare", alone, AtMost: share <= 0.5 ? 0.01 : null);
            yield return new Finding("flood", economy.Name, flood, "KMCC a day, ring", bought * UnitsPerNote(PrivateTier.Ring) * price);
            yield return new Finding("flood", economy.Name, flood, "of 4,096", 1 + ((1 - share) * PrivateLimits.SetNotes), AtLeast: share <= 0.75 ? 1024 : null);
            yield return new Finding("flood", economy.Name, flood, "KMCC a day, shielded", bought * UnitsPerNote(PrivateTier.Shielded) * price);
        }

        foreach (Finding finding in Flash())
        {
            yield return finding;
        }
    }

    // Nine of ten notes of the hour in which the attacked note was made, six hours ago.
    private IEnumerable<Finding> Flash()
    {
        const double Share = 0.9;
        ulong youngest = (ulong)Math.Min(6 * 3600 * economy.NotesPerSecond, economy.Notes / 4);
        ulong oldest = youngest + (ulong)Math.Max(1, 3600 * economy.NotesPerSecond / (1 - Share));
        oldest = Math.Min(oldest, economy.Notes / 2);
        bool IsIn(ulong age) => age >= youngest && age < oldest;
        (Guess ring, double alone) = Ring(age => IsIn(age) && _dice.Uniform() < Share, () => youngest + _dice.Index(oldest - youngest));
        double covered = 0;
        int turns = Math.Min(200, scale.Trials);
        for (int turn = 0; turn < turns; turn++)
        {
            ulong own = economy.Notes - 1 - (youngest + _dice.Index(oldest - youngest));
            CoverRange range = CoverRange.Of(
                CoverChoice.Of(own, economy.Notes, PrivateParameters.Default.MinimumCover, _dice.Uniform)!.Value, economy.Notes, PrivateParameters.Default.MinimumCover)!.Value;
            for (ulong note = range.First; note < range.First + (ulong)range.Count; note++)
            {
                covered += IsIn(economy.Notes - 1 - note) ? 1 - Share : 1;
            }
        }

        double bought = Share * (oldest - youngest);
        string flood = "a flash flood, 90 % of the notes of an hour";
        yield return new Finding("flood", economy.Name, flood, "of 16", ring.EffectiveSet, AtLeast: 4);
        yield return new Finding("flood", economy.Name, flood, "rings laid bare", alone, AtMost: 0.02);
        yield return new Finding("flood", economy.Name, flood, "of 4,096", covered / turns);
        yield return new Finding("flood", economy.Name, flood, "KMCC, shielded", bought * UnitsPerNote(PrivateTier.Shielded) * LedgerParameters.Default.WorkPrice / UnitsPerKmcc);
        yield return new Finding(
            "flood", economy.Name, flood, "in fees of shielded payments",
            bought * UnitsPerNote(PrivateTier.Shielded) / (WorkTable.Of(0, 0, 0, 0, 0, 0) + WorkTable.OfPrivate(PrivateTier.Shielded, 2, 2)));
    }

    // What is left of rings when the attacker strikes out its own; it takes one of the rest.
    private (Guess Left, double Alone) Ring(Func<ulong, bool> isBought, Func<ulong>? age = null)
    {
        DecoyPicker picker = new(economy.Notes, economy.NotesPerSecond, _dice.Uniform);
        Guess left = new();
        int alone = 0;
        for (int turn = 0; turn < scale.Trials; turn++)
        {
            ulong own = economy.Notes - 1 - (age?.Invoke() ?? Habit.Mixed.Draw(economy, _dice));
            int rest = picker.Pick(own).Count(member => member == own || !isBought(economy.Notes - 1 - member));
            left.Add(1.0 / rest);
            alone += rest == 1 ? 1 : 0;
        }

        return (left, (double)alone / scale.Trials);
    }
}
