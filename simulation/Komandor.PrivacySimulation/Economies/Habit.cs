namespace Komandor.PrivacySimulation.Economies;

/// <summary>How old the notes are that somebody spends.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="AgeNotes">Draws an age in notes from the newest, which may lie outside of the pool.</param>
internal sealed record Habit(string Name, Func<Economy, Dice, double> AgeNotes)
{
    // Ages outside of the pool are drawn again so often.
    private const int MaximumTries = 64;

    /// <summary>Monero's early rings: Möser et al. 2018, what its wallets draw decoys by.</summary>
    public static Habit EarlyMonero { get; } = new("as Monero's users, 2018", (economy, dice) => EarlySeconds(dice) * economy.NotesPerSecond);

    /// <summary>Monero's rings of 2022 to 2025: the best fit of OSPEAD (Rucknium 2025), a logarithm with a generalized beta distribution of the second kind.</summary>
    public static Habit LateMonero { get; } = new("as Monero's users, 2025", (economy, dice) => LateSeconds(dice) * economy.NotesPerSecond);

    /// <summary>As many in each power of ten of ages: the heavy tail that coins of Bitcoin show.</summary>
    public static Habit Logarithm { get; } = new("by the logarithm of the age", (economy, dice) => Math.Exp(dice.Uniform() * Math.Log(economy.Notes + 1)) - 1);

    public static Habit Younger { get; } = new("ten times younger than 2018", (economy, dice) => EarlySeconds(dice) * economy.NotesPerSecond / 10);

    public static Habit Older { get; } = new("ten times older", (economy, dice) => EarlySeconds(dice) * economy.NotesPerSecond * 10);

    /// <summary>Savers whose notes lie as long as the pool is old.</summary>
    public static Habit Any { get; } = new("any note, alike", (economy, dice) => dice.Uniform() * economy.Notes);

    /// <summary>A merchant or an exchange that pays out what came in within the hour.</summary>
    public static Habit Hour { get; } = new("within an hour, exponentially", (economy, dice) => dice.Exponential(3600) * economy.NotesPerSecond);

    /// <summary>Of ten payments six are of people, two of merchants, one of savers, one of those who keep notes for long.</summary>
    public static Habit Mixed { get; } = new("people, merchants and savers", (economy, dice) => (dice.Index(10) switch
    {
        < 6 => LateMonero,
        < 8 => Hour,
        8 => Any,
        _ => Older,
    }).AgeNotes(economy, dice));

    public static IReadOnlyList<Habit> All { get; } = [LateMonero, EarlyMonero, Logarithm, Younger, Older, Any, Hour, Mixed];

    /// <summary>The age of a spent note, below the pool's size; any note where the pool is too young for the habit.</summary>
    public ulong Draw(Economy economy, Dice dice)
    {
        for (int turn = 0; turn < MaximumTries; turn++)
        {
            double age = AgeNotes(economy, dice);
            if (age < economy.Notes)
            {
                return (ulong)age;
            }
        }

        return dice.Index(economy.Notes);
    }

    private static double EarlySeconds(Dice dice) => Math.Exp(dice.Gamma(19.28) / 1.61);

    private static double LateSeconds(Dice dice)
    {
        (double first, double second) = (dice.Gamma(0.5553), dice.Gamma(7.957));
        return Math.Exp(Math.Min(20.62 * Math.Pow(first / second, 1 / 4.462), 60)) - 1;
    }
}
