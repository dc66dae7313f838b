using System.Collections.Immutable;
using Komandor.PrivacySimulation.Economies;
using Komandor.Wallet.Private.Building;

namespace Komandor.PrivacySimulation.Attacks;

/// <summary>A ring payment of two notes that one transaction made: whoever finds two members, one in each ring, of one transaction names both (output merging).</summary>
/// <remarks>docs/privacy.md §5. Notes 2k and 2k + 1 are those of one transaction. The wallet joins such notes only when nothing else suffices (NotePlan).</remarks>
internal sealed class MergingAttack(Economy economy, Scale scale)
{
    private readonly Dice _dice = new(scale.Seed);

    public IEnumerable<Finding> Run()
    {
        DecoyPicker picker = new(economy.Notes, economy.NotesPerSecond, _dice.Uniform);
        (Guess siblings, Guess apart) = (new(), new());
        for (int turn = 0; turn < scale.Trials; turn++)
        {
            ulong first = economy.Notes - 1 - Habit.LateMonero.Draw(economy, _dice);
            siblings.Add(Success(picker.Pick(first), picker.Pick(first ^ 1), first, first ^ 1));

            // The wallet's own choice: notes of two transactions, each as old as people's are.
            ulong second = economy.Notes - 1 - Habit.LateMonero.Draw(economy, _dice);
            apart.Add(Success(picker.Pick(first), picker.Pick(second), first, second));
        }

        yield return new Finding("merging", economy.Name, "two notes of one transaction", "chance to name both", siblings.Success);
        yield return new Finding("merging", economy.Name, "notes of two transactions, as the wallet chooses", "chance to name both", apart.Success, AtMost: 1.0 / 64);
    }

    // The attacker names a pair of one transaction, any of them when there are several, and any pair at all when there is none.
    private static double Success(ImmutableArray<ulong> one, ImmutableArray<ulong> other, ulong first, ulong second)
    {
        int pairs = one.Count(member => other.Contains(member ^ 1));
        bool isPair = first == (second ^ 1);
        return pairs == 0 ? 1.0 / (one.Length * other.Length) : isPair ? 1.0 / pairs : 0;
    }
}
