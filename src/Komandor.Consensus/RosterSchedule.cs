using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Which roster decides which round: docs/protocol/hashgraph.md §3. Immutable, so that verifiers may share it.</summary>
/// <remarks>The roster of round r is fixed once the block of round r - delay is known; the first rounds use the genesis roster.</remarks>
public sealed class RosterSchedule
{
    /// <summary>The delay of every real network, in rounds.</summary>
    public const int DefaultDelayRounds = 26;

    // Ascending by round; each roster holds from its round until the next entry.
    private readonly (long FromRound, Roster Roster)[] _entries;

    /// <summary>The schedule of a new chain: <paramref name="genesis"/> decides the rounds up to <paramref name="delayRounds"/>.</summary>
    /// <param name="genesis">The first roster.</param>
    /// <param name="delayRounds">How many rounds after its block a roster takes office; at least 1.</param>
    public RosterSchedule(Roster genesis, int delayRounds = DefaultDelayRounds)
        : this([(1, genesis)], delayRounds, delayRounds)
    {
    }

    /// <summary>The schedule that a certified state holds.</summary>
    /// <param name="entries">Each roster with its first round, ascending strictly; at least one.</param>
    /// <param name="lastFixedRound">The last round whose roster is known.</param>
    /// <param name="delayRounds">How many rounds after its block a roster takes office; at least 1.</param>
    public RosterSchedule(IReadOnlyList<(long FromRound, Roster Roster)> entries, long lastFixedRound, int delayRounds = DefaultDelayRounds)
    {
        _entries = [.. entries];
        LastFixedRound = lastFixedRound;
        DelayRounds = delayRounds;
        Invariant.Require(_entries.Length > 0 && delayRounds > 0 && lastFixedRound >= _entries[^1].FromRound);
        for (int index = 1; index < _entries.Length; index++)
        {
            Invariant.Require(_entries[index - 1].FromRound < _entries[index].FromRound);
        }
    }

    /// <summary>The last round whose roster is known.</summary>
    public long LastFixedRound { get; }

    /// <summary>How many rounds after its block a roster takes office.</summary>
    public int DelayRounds { get; }

    /// <summary>The rosters with their first rounds, ascending.</summary>
    public IReadOnlyList<(long FromRound, Roster Roster)> Entries => _entries;

    /// <summary>A schedule in which one roster decides every round for ever.</summary>
    public static RosterSchedule Constant(Roster roster) => new([(1, roster)], long.MaxValue);

    /// <summary>The roster of <paramref name="round"/>; null when it is not fixed yet, or so old that it was forgotten.</summary>
    public Roster? Find(long round)
    {
        if (round > LastFixedRound)
        {
            return null;
        }

        for (int index = _entries.Length - 1; index >= 0; index--)
        {
            if (_entries[index].FromRound <= round)
            {
                return _entries[index].Roster;
            }
        }

        return null;
    }

    /// <summary>The schedule after the block of the next round: fixes the roster of that round plus the delay.</summary>
    /// <param name="round">The block's round: <see cref="LastFixedRound"/> + 1 - <see cref="DelayRounds"/>.</param>
    /// <param name="roster">The roster that the block elects; null keeps the one before it.</param>
    /// <param name="oldestRound">Rosters that ended before this round are forgotten.</param>
    public RosterSchedule Record(long round, Roster? roster, long oldestRound)
    {
        long target = round + DelayRounds;
        Invariant.Require(target == LastFixedRound + 1);
        List<(long FromRound, Roster Roster)> entries = [.. _entries];
        if (roster is not null && !roster.Members.AsSpan().SequenceEqual(entries[^1].Roster.Members.AsSpan()))
        {
            entries.Add((target, roster));
        }

        while (entries.Count > 1 && entries[1].FromRound <= oldestRound)
        {
            entries.RemoveAt(0);
        }

        return new RosterSchedule(entries, target, DelayRounds);
    }
}
