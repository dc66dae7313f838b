using System.Collections.Immutable;
using Komandor.Ledger.Private;
using Komandor.PrivacySimulation.Economies;
using Komandor.Wallet.Private.Building;

namespace Komandor.PrivacySimulation.Attacks;

/// <summary>Eve pays Alice, and somebody pays Eve: is it Alice? Each time, Eve asks whether her note is among those that the payment could have spent, at once or over churns (EAE, EABE, poisoned outputs).</summary>
/// <remarks>docs/privacy.md §6. A ring or set that holds Eve's note by chance happens with p, so that after n payments (M − 1)·pⁿ other customers of Eve's
/// fit as well as Alice; a guess among those that fit is right with E[1/(1 + others)]. With an unknown B between (EABE) it is one churn.
/// p is counted by the wallet's own choices over a pool whose every payment made its own: a chain of rings, and of sets.</remarks>
internal sealed class EveAliceEve(Economy economy, Scale scale)
{
    private const int Customers = 1000;
    private static readonly int[] _repeats = [1, 3, 10];
    private readonly Dice _dice = new(scale.Seed);

    // Notes 2k and 2k + 1 are of payment k.
    private readonly ImmutableArray<ulong>[] _rings = new ImmutableArray<ulong>[(int)economy.Notes / 2];
    private readonly Dictionary<ulong, HashSet<ulong>> _before = [];
    private readonly ulong[] _sets = new ulong[(int)economy.Notes];

    public IEnumerable<Finding> Run()
    {
        MakeChain();
        foreach (int churns in new[] { 0, 1, 2 })
        {
            (double ring, double shielded) = Chance(churns);
            string situation = churns == 0 ? "paid on directly" : $"{churns} churn{(churns == 1 ? " or person" : "s")} between";
            foreach (int repeats in _repeats)
            {
                yield return new Finding("eae", economy.Name, $"ring, {situation}, {repeats} times", $"chance to name 1 of {Customers}", Named(ring, repeats));
                yield return new Finding(
                    "eae", economy.Name, $"shielded, {situation}, {repeats} times", $"chance to name 1 of {Customers}", Named(shielded, repeats),
                    AtMost: repeats == 1 ? 0.02 : churns > 0 ? 0.05 : null);
            }
        }
    }

    // The others that fit are binomially many; the mean of one over one more than that is (1 − (1 − q)^M) / (M·q).
    private static double Named(double chance, int repeats)
    {
        double others = Math.Pow(chance, repeats);
        return others < 1e-12 ? 1 : (1 - Math.Pow(1 - others, Customers)) / (Customers * others);
    }

    // Every payment of the pool's history spends a note by habit, and hides it as the wallet does.
    private void MakeChain()
    {
        for (int payment = 0; payment < _rings.Length; payment++)
        {
            ulong size = Math.Max(2 * (ulong)payment, PrivateLimits.RingMembers);
            Economy then = economy with { Notes = size };
            ulong own = size - 1 - Habit.LateMonero.Draw(then, _dice);
            _rings[payment] = new DecoyPicker(size, economy.NotesPerSecond, _dice.Uniform).Pick(own);
            _sets[2 * payment] = SetOf(own, size);
            _sets[(2 * payment) + 1] = SetOf(size - 1 - Habit.LateMonero.Draw(then, _dice), size);
        }
    }

    // While a pool is too small for a set, everything lies in the first.
    private ulong SetOf(ulong own, ulong size) => CoverChoice.Of(own, size, PrivateParameters.Default.MinimumCover, _dice.Uniform) ?? 0;

    // How often a foreign payment at the end of the chain fits a note of Eve's.
    private (double Ring, double Shielded) Chance(int churns)
    {
        (int ring, int shielded) = (0, 0);
        int turns = Math.Min(scale.Trials, 4000);
        for (int turn = 0; turn < turns; turn++)
        {
            // Alice holds it as long as people do; a churn each time again. The foreign payment is one of the newest thousandth.
            ulong age = 0;
            for (int step = 0; step <= churns; step++)
            {
                age += Habit.LateMonero.Draw(economy, _dice);
            }

            ulong eves = economy.Notes - 1 - Math.Min(age, economy.Notes - 1);
            int payment = _rings.Length - 1 - _dice.Index(Math.Max(1, _rings.Length / 1000));
            ring += Reaches(_rings[payment], churns, eves, member => _rings[(int)(member / 2)]) ? 1 : 0;
            shielded += ReachesSet(payment, churns, eves) ? 1 : 0;
        }

        return ((double)ring / turns, (double)shielded / turns);
    }

    private static bool Reaches(ImmutableArray<ulong> members, int churns, ulong target, Func<ulong, ImmutableArray<ulong>> ringOf) =>
        churns == 0 ? members.Contains(target) : members.Any(member => member > target && Reaches(ringOf(member), churns - 1, target, ringOf));

    // The payments that made a set's notes hid in these sets.
    private HashSet<ulong> Before(ulong set)
    {
        if (!_before.TryGetValue(set, out HashSet<ulong>? before))
        {
            ulong first = set * PrivateLimits.SetStep;
            ulong last = Math.Min(first + PrivateLimits.SetNotes, (ulong)_sets.Length & ~1UL);
            before = [];
            for (ulong note = first; note < last; note++)
            {
                before.Add(_sets[note & ~1UL]);
                before.Add(_sets[note | 1]);
            }

            _before[set] = before;
        }

        return before;
    }

    private bool ReachesSet(int payment, int churns, ulong target)
    {
        HashSet<ulong> reached = [_sets[2 * payment], _sets[(2 * payment) + 1]];
        for (int step = 0; step < churns; step++)
        {
            reached = [.. reached.SelectMany(Before)];
        }

        return reached.Any(set => target >= set * PrivateLimits.SetStep && target < (set * PrivateLimits.SetStep) + PrivateLimits.SetNotes);
    }
}
