using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

/// <summary>A round as the oracle decides it.</summary>
internal sealed record OracleRound(
    long Round, IReadOnlyList<EventId> Judges, IReadOnlyList<(EventId Id, long Time)> Events, long AncientBefore);
