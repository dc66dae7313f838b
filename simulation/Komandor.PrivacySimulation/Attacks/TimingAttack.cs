using Komandor.Ledger.Private;
using Komandor.PrivacySimulation.Economies;
using Komandor.Wallet.Private.Building;

namespace Komandor.PrivacySimulation.Attacks;

/// <summary>What clocks betray: rounds of one payment, scans that a payment follows; and which of two inputs is padding.</summary>
/// <remarks>docs/privacy.md §10.</remarks>
internal sealed class TimingAttack(Economy economy, Scale scale)
{
    // A wallet that asks every quarter of a second is done with proof and submission in about a second.
    private const double PromptSeconds = 1;
    private const double ConfirmMedianSeconds = 10;
    private const double ConfirmSpread = 0.7;
    private readonly Dice _dice = new(scale.Seed);

    public IEnumerable<Finding> Run()
    {
        yield return new Finding("timing", economy.Name, "next round of a payment, prompt after the anchor", "chance to find it", Rounds(() => PromptSeconds * _dice.Uniform(), PromptSeconds));
        yield return new Finding(
            "timing", economy.Name, "next round of a payment, as the wallet waits", "chance to find it",
            Rounds(() => RoundWait.Draw(PrivateParameters.Default, 1, _dice.Uniform).TotalSeconds, Economy.AnchorSeconds),
            AtMost: economy.PaymentsPerSecond >= 1 ? 0.05 : null);
        yield return new Finding("timing", economy.Name, "server of blocks: payment after a scan, handed in elsewhere", "chance to find it", Scan());
        yield return new Finding("timing", economy.Name, "which input is padding (a coin's throw is 0.5)", "chance to tell", Padding(), AtMost: 0.75);
    }

    // Equal chances in a window: a guess among the payments in it.
    private double Rounds(Func<double> wait, double windowSeconds)
    {
        Guess guess = new();
        for (int turn = 0; turn < scale.Trials; turn++)
        {
            guess.Add(wait() > windowSeconds ? 0 : 1.0 / (1 + _dice.Poisson(economy.PaymentsPerSecond * windowSeconds)));
        }

        return guess.Success;
    }

    // The server knows when the scan ended, and how long people read before they confirm: lognormal. It names the likeliest of all payments that follow.
    private double Scan()
    {
        const double Window = 120;
        Guess guess = new();
        for (int turn = 0; turn < Math.Min(scale.Trials, 1000); turn++)
        {
            double own = Math.Min(Window, ConfirmMedianSeconds * Math.Exp(ConfirmSpread * _dice.Normal()));
            double[] weights = new double[_dice.Poisson(economy.PaymentsPerSecond * Window) + 1];
            weights[0] = Likelihood(own);
            for (int other = 1; other < weights.Length; other++)
            {
                weights[other] = Likelihood(Window * _dice.Uniform());
            }

            guess.Add(weights, 0);
        }

        return guess.Success;
    }

    private static double Likelihood(double seconds)
    {
        double score = Math.Log(Math.Max(seconds, 1e-3) / ConfirmMedianSeconds) / ConfirmSpread;
        return Math.Exp(-score * score / 2) / Math.Max(seconds, 1e-3);
    }

    // A note in a set by habit, a virtual note in a set by the wallet's draw: the observer knows how likely each set is of each.
    private double Padding()
    {
        DecoyPicker picker = new(economy.Notes, economy.NotesPerSecond, _dice.Uniform);
        ulong Real() => SetOf(economy.Notes - 1 - Habit.Mixed.Draw(economy, _dice));
        ulong Virtual() => SetOf(picker.Draw());
        Dictionary<ulong, double> real = Count(Real);
        Dictionary<ulong, double> padding = Count(Virtual);
        Guess guess = new();
        for (int turn = 0; turn < scale.Trials; turn++)
        {
            (ulong note, ulong pad) = (Real(), Virtual());
            guess.Add([Of(real, note) * Of(padding, pad), Of(real, pad) * Of(padding, note)], 0);
        }

        return guess.Success;
    }

    private Dictionary<ulong, double> Count(Func<ulong> draw)
    {
        Dictionary<ulong, double> counts = [];
        for (int turn = 0; turn < scale.Draws; turn++)
        {
            ulong set = draw();
            counts[set] = counts.GetValueOrDefault(set) + 1;
        }

        return counts;
    }

    private static double Of(Dictionary<ulong, double> counts, ulong set) => counts.GetValueOrDefault(set) + 0.5;

    private ulong SetOf(ulong note) => CoverChoice.Of(note, economy.Notes, PrivateParameters.Default.MinimumCover, _dice.Uniform)!.Value;
}
