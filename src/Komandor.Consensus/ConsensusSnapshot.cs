using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>What a member must know, besides rosters and events, to go on from a decided round: docs/protocol/hashgraph.md §10.</summary>
/// <param name="Round">The decided round; 0 on a new chain.</param>
/// <param name="Judges">Its judges, ascending by creator.</param>
/// <param name="JudgeBirthRounds">The least birth round of the judges of each of the last rounds, oldest first, ending with this one; never falls.</param>
/// <param name="LastTime">The consensus time of the last event ordered.</param>
/// <param name="OrderedEvents">How many events have been ordered.</param>
public sealed record ConsensusSnapshot(
    long Round, IReadOnlyList<EventId> Judges, IReadOnlyList<long> JudgeBirthRounds, Timestamp LastTime, ulong OrderedEvents)
{
    private const int MaxAncientRounds = 1_024;

    /// <summary>The beginning of a chain.</summary>
    public static ConsensusSnapshot Genesis { get; } = new(0, [], [], default, 0);

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.UInt64((ulong)Round);
        writer.VarUInt((ulong)Judges.Count);
        foreach (EventId judge in Judges)
        {
            writer.Hash(judge.Value);
        }

        writer.VarUInt((ulong)JudgeBirthRounds.Count);
        foreach (long birthRound in JudgeBirthRounds)
        {
            writer.UInt64((ulong)birthRound);
        }

        writer.Time(LastTime);
        writer.UInt64(OrderedEvents);
    }

    /// <summary>Reads untrusted bytes: rules H90 to H92.</summary>
    public static bool TryRead(ref CanonicalReader reader, [NotNullWhen(true)] out ConsensusSnapshot? snapshot)
    {
        ulong round = reader.UInt64();
        if (round > (ulong)EventLimits.MaxRound)
        {
            reader.Fail(EncodingFault.OutOfRange);
        }

        EventId[] judges = new EventId[reader.Count(Roster.MaximumMembers, Hash256.SizeBytes)];
        for (int index = 0; index < judges.Length; index++)
        {
            judges[index] = new EventId(reader.Hash());
        }

        long[] births = new long[reader.Count(MaxAncientRounds, 8)];
        ulong before = 1;
        for (int index = 0; index < births.Length; index++)
        {
            ulong birth = reader.UInt64();
            if (birth < before || birth > round)
            {
                reader.Fail(EncodingFault.OutOfRange);
                break;
            }

            births[index] = (long)birth;
            before = birth;
        }

        Timestamp lastTime = reader.Time();
        ulong orderedEvents = reader.UInt64();
        bool empty = judges.Length == 0 || births.Length == 0;
        if (empty != (round == 0) || (round == 0 && (judges.Length != 0 || births.Length != 0)))
        {
            reader.Fail(EncodingFault.OutOfRange);
        }

        snapshot = reader.Fault == EncodingFault.None
            ? new ConsensusSnapshot((long)round, judges, births, lastTime, orderedEvents)
            : null;
        return snapshot is not null;
    }
}
