namespace Komandor.PrivacySimulation.Economies;

/// <summary>A network at work: how many notes its pool has, and how fast they come.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Notes">The notes of the pool.</param>
/// <param name="NotesPerSecond">Two for each payment.</param>
internal sealed record Economy(string Name, ulong Notes, double NotesPerSecond)
{
    /// <summary>Blocks come each second while there is traffic, and an anchor is every 64th.</summary>
    public const double AnchorSeconds = 64;

    /// <summary>A payment every hundred seconds for three days: the ring pool may be used since 4,096 notes.</summary>
    public static Economy Young { get; } = new("young, 0.01 tx/s", 5000, 0.02);

    /// <summary>A payment every ten seconds for three days.</summary>
    public static Economy Small { get; } = new("small, 0.1 tx/s", 50_000, 0.2);

    /// <summary>A payment a second for a month.</summary>
    public static Economy Middle { get; } = new("1 tx/s", 5_000_000, 2);

    /// <summary>Two hundred payments a second for two weeks.</summary>
    public static Economy Large { get; } = new("200 tx/s", 500_000_000, 400);

    public static IReadOnlyList<Economy> All { get; } = [Young, Small, Middle, Large];

    /// <summary>Payments a second.</summary>
    public double PaymentsPerSecond => NotesPerSecond / 2;
}
