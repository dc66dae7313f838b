using Komandor.Primitives;
using Komandor.PrivacySimulation.Economies;
using Komandor.Wallet.Private;

namespace Komandor.PrivacySimulation.Attacks;

/// <summary>Whose entry is it that leaves? Equal amounts less the fee, then the likeliest delay (Quesnelle 2017, Kappos et al. 2018).</summary>
/// <remarks>docs/privacy.md §9. One payment of ten crosses. Without advice, four of ten owners leave with what they entered; half of the amounts are precise,
/// as those that were reckoned in another currency. With it, owners cross in the parts that <see cref="TurnstileAdvice"/> names, and wait as it says.</remarks>
internal sealed class TurnstileAttack(Economy economy, Scale scale)
{
    private const double CrossingShare = 0.1;
    private const double Days = 30;
    private const double DayMicroseconds = 86_400e6;
    private const ulong Fee = 3_300;
    private const double UnitsPerKmcc = 1e8;
    private const int MostPeople = 20_000;
    private readonly Dice _dice = new(scale.Seed);

    public IEnumerable<Finding> Run()
    {
        int people = (int)Math.Min(MostPeople, economy.PaymentsPerSecond * CrossingShare * Days * 86_400 / 2);

        // Where there are too many people to simulate, time runs shorter: as many cross in an hour.
        double days = people / (economy.PaymentsPerSecond * CrossingShare * 86_400 / 2);
        yield return new Finding("turnstile", economy.Name, "amounts as they come, no waiting", "chance to link an exit", Link(people, days, isAdvised: false));
        yield return new Finding("turnstile", economy.Name, "in the parts advised, a day and more later", "chance to link an exit", Link(people, days, isAdvised: true), AtMost: 0.05);
    }

    private double Link(int people, double days, bool isAdvised)
    {
        List<(int Person, TurnstileCrossing Crossing)> entries = [];
        List<(int Person, TurnstileCrossing Crossing)> exits = [];
        for (int person = 0; person < people; person++)
        {
            ulong amount = Amount();
            double time = days * _dice.Uniform();
            if (isAdvised)
            {
                Advised(person, amount, time, entries, exits);
            }
            else
            {
                bool isRoundTrip = _dice.Uniform() < 0.4;
                entries.Add((person, At(false, amount, time)));
                exits.Add((person, At(true, isRoundTrip ? amount - Fee : (ulong)(amount * (0.05 + (0.9 * _dice.Uniform()))), time + _dice.Exponential(1))));
            }
        }

        return Attack(entries, exits, isAdvised);
    }

    // The largest parts in, hours apart; another sum of round parts out, each after the wait and a day more on the average.
    private void Advised(int person, ulong amount, double time, List<(int Person, TurnstileCrossing Crossing)> entries, List<(int Person, TurnstileCrossing Crossing)> exits)
    {
        TurnstileCrossing last = default;
        foreach (ulong part in TurnstileAdvice.Of(At(false, amount, time), [], isPayment: false).Parts.Take(2))
        {
            last = At(false, part, time);
            entries.Add((person, last));
            time += _dice.Exponential(0.25);
        }

        ulong leaving = (ulong)(amount * (0.1 + (0.8 * _dice.Uniform())));
        TurnstileAdvice advice = TurnstileAdvice.Of(last with { Leaves = true, Amount = leaving }, [last], isPayment: false);
        double out1 = (last.Time.UnixMicroseconds / DayMicroseconds) + advice.Wait.TotalDays + _dice.Exponential(1);
        foreach (ulong part in advice.Parts.Take(2))
        {
            exits.Add((person, At(true, part, out1)));
            out1 += _dice.Exponential(0.25);
        }
    }

    private double Attack(List<(int Person, TurnstileCrossing Crossing)> entries, List<(int Person, TurnstileCrossing Crossing)> exits, bool isAdvised)
    {
        entries.Sort((one, other) => one.Crossing.Time.UnixMicroseconds.CompareTo(other.Crossing.Time.UnixMicroseconds));
        ILookup<ulong, (int Person, TurnstileCrossing Crossing)> byAmount = entries.ToLookup(entry => entry.Crossing.Amount);
        Guess guess = new();
        int turns = Math.Min(exits.Count, Math.Min(scale.Trials, 2000));
        for (int turn = 0; turn < turns; turn++)
        {
            (int person, TurnstileCrossing exit) = exits[_dice.Index(exits.Count)];
            IEnumerable<(int Person, TurnstileCrossing Crossing)> same = byAmount[exit.Amount + Fee].Where(entry => IsBefore(entry.Crossing, exit));
            int? named = Likeliest(same, exit, isAdvised) ?? Likeliest(entries.Where(entry => entry.Crossing.Amount >= exit.Amount && IsBefore(entry.Crossing, exit)), exit, isAdvised);
            guess.Add(named == person ? 1 : 0);
        }

        return guess.Success;
    }

    // Delays are exponential, with the mean of a day; who is advised waits a day before. The youngest entry is likeliest, or the one of a day ago.
    private static int? Likeliest(IEnumerable<(int Person, TurnstileCrossing Crossing)> entries, TurnstileCrossing exit, bool isAdvised)
    {
        (int? person, double least) = (null, double.MaxValue);
        foreach ((int candidate, TurnstileCrossing entry) in entries)
        {
            double delay = (exit.Time.UnixMicroseconds - entry.Time.UnixMicroseconds) / DayMicroseconds;
            double unlikely = !isAdvised ? delay : delay >= 1 ? delay - 1 : 10 + (1 - delay);
            (person, least) = unlikely < least ? (candidate, unlikely) : (person, least);
        }

        return person;
    }

    private static bool IsBefore(TurnstileCrossing entry, TurnstileCrossing exit) => entry.Time < exit.Time;

    private static TurnstileCrossing At(bool leaves, ulong amount, double days) => new(leaves, amount, new Timestamp((long)(days * DayMicroseconds)));

    // Median 100 KMCC; half of them with one digit.
    private ulong Amount()
    {
        double units = 100 * UnitsPerKmcc * Math.Exp(1.5 * _dice.Normal());
        double power = Math.Pow(10, Math.Floor(Math.Log10(units)));
        return Math.Max(100_000, _dice.Uniform() < 0.5 ? (ulong)(Math.Round(units / power) * power) : (ulong)units);
    }
}
