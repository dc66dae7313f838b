namespace Komandor.Simulation;

/// <summary>What a seed draws: the network, its faults and its clients.</summary>
internal sealed record Scenario
{
    public required ulong Seed { get; init; }

    /// <summary>The weights of the members, by index.</summary>
    public required ulong[] Weights { get; init; }

    /// <summary>The index of the member that branches: two copies of it run, each linked to some of the others; -1 when nobody does.</summary>
    public required int Branching { get; init; }

    /// <summary>Whether the branching member has exactly a third of the weight: then nothing but safety can be asked.</summary>
    public required bool IsExactThird { get; init; }

    public required int CoinPeriodRounds { get; init; }

    public required int AncientRounds { get; init; }

    public required int ExpiredRounds { get; init; }

    public required long EventIntervalUs { get; init; }

    public required int MaxRoundsBetweenBlocks { get; init; }

    public required long LeastLatencyUs { get; init; }

    public required long MostLatencyUs { get; init; }

    public required int LossPermille { get; init; }

    public required int DuplicationPermille { get; init; }

    public required long MostFsyncUs { get; init; }

    public required long MostSkewUs { get; init; }

    /// <summary>The mean time between two crashes; 0 for none.</summary>
    public required long CrashIntervalUs { get; init; }

    /// <summary>The longest time that a crashed member stays away.</summary>
    public required long MostDownUs { get; init; }

    /// <summary>The mean time between two partitions; 0 for none.</summary>
    public required long PartitionIntervalUs { get; init; }

    /// <summary>The mean time between two payments.</summary>
    public required long PaymentIntervalUs { get; init; }

    public required int ConflictPermille { get; init; }

    public required long FaultyUs { get; init; }

    /// <summary>The bytes at which a segment of history ends; so few that many do.</summary>
    public required int SegmentSizeBytes { get; init; }

    /// <summary>How many blocks most members keep whole; 0 for all.</summary>
    public required int HistoryBlocks { get; init; }

    /// <summary>The index of a member that keeps all blocks whole, whatever the others do; -1 for nobody.</summary>
    public required int KeepsAll { get; init; }

    public static Scenario Draw(ulong seed)
    {
        Chance chance = new(seed);
        bool exactThird = chance.Happens(80);
        int count = exactThird ? 3 : (int)chance.Between(3, 6);
        ulong[] weights = new ulong[count];
        bool equal = exactThird || chance.Happens(500);
        for (int index = 0; index < count; index++)
        {
            weights[index] = equal ? 10 : (ulong)chance.Between(5, 20);
        }

        int branching = exactThird || chance.Happens(400) ? chance.Index(count) : -1;
        if (!exactThird && branching >= 0)
        {
            // Strictly less than a third of the weight.
            ulong others = 0;
            for (int index = 0; index < count; index++)
            {
                others += index == branching ? 0 : weights[index];
            }

            weights[branching] = Math.Min(weights[branching], (others - 1) / 2);
        }

        // A fast network with short memory, so that who stays away must learn a state.
        bool isForgetful = !exactThird && chance.Happens(200);
        int betweenBlocks = !isForgetful && chance.Happens(500) ? 64 : (int)chance.Between(4, isForgetful ? 6 : 16);
        int ancient = isForgetful ? 6 : chance.Happens(400) ? 26 : (int)chance.Between(6, 12);
        return new Scenario
        {
            Seed = seed,
            Weights = weights,
            Branching = branching,
            IsExactThird = exactThird,
            CoinPeriodRounds = chance.Happens(500) ? 12 : 3,
            AncientRounds = ancient,
            ExpiredRounds = !isForgetful && chance.Happens(300) ? 1_000 : ancient + (2 * betweenBlocks) + (int)chance.Between(0, 10),
            EventIntervalUs = chance.Between(10, isForgetful ? 15 : 60) * 1_000,
            MaxRoundsBetweenBlocks = betweenBlocks,
            LeastLatencyUs = chance.Between(100, isForgetful ? 500 : 5_000),
            MostLatencyUs = isForgetful ? 5_000 : chance.Happens(700) ? chance.Between(6_000, 60_000) : chance.Between(60_000, 600_000),
            LossPermille = chance.Happens(500) ? (int)chance.Between(0, 200) : 0,
            DuplicationPermille = chance.Happens(500) ? (int)chance.Between(0, 100) : 0,
            MostFsyncUs = chance.Between(500, 20_000),
            MostSkewUs = chance.Happens(700) ? chance.Between(0, 50_000) : chance.Between(0, 20_000_000),
            CrashIntervalUs = isForgetful ? 1_000_000 : chance.Happens(600) ? chance.Between(300, 2_000) * 1_000 : 0,
            MostDownUs = isForgetful ? 5_000_000 : chance.Happens(700) ? chance.Between(100, 1_500) * 1_000 : chance.Between(1_500, 5_000) * 1_000,
            PartitionIntervalUs = exactThird || chance.Happens(500) ? chance.Between(300, 1_500) * 1_000 : 0,
            PaymentIntervalUs = chance.Between(10, isForgetful ? 20 : 100) * 1_000,
            ConflictPermille = (int)chance.Between(0, 300),
            FaultyUs = chance.Between(2_000, 6_000) * 1_000,

            // Drawn last, so that earlier seeds stay what they were.
            SegmentSizeBytes = (int)chance.Between(1, 8_000),
            HistoryBlocks = chance.Happens(600) ? (int)chance.Between(8, 40) : 0,
            KeepsAll = chance.Happens(500) ? chance.Index(count) : -1,
        };
    }
}
