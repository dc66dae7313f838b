using Komandor.Consensus;
using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>How far a member is.</summary>
/// <param name="IsObserving">Whether it does not create events yet, because it still asks for its own newest one.</param>
/// <param name="DecidedRound">The round that it decided last.</param>
/// <param name="AncientBefore">Events born before this round are ancient for it.</param>
/// <param name="OldestRound">It can still give events born in this round and later.</param>
/// <param name="FinalHeight">The highest block that it has a certificate for.</param>
public sealed record GossipPosition(bool IsObserving, long DecidedRound, long AncientBefore, long OldestRound, ulong FinalHeight)
{
    internal void Write(CanonicalWriter writer)
    {
        writer.Boolean(IsObserving);
        writer.VarUInt((ulong)DecidedRound);
        writer.VarUInt((ulong)AncientBefore);
        writer.VarUInt((ulong)OldestRound);
        writer.VarUInt(FinalHeight);
    }

    internal static GossipPosition Read(ref CanonicalReader reader) => new(
        reader.Boolean(),
        (long)reader.VarUInt((ulong)EventLimits.MaxRound),
        (long)reader.VarUInt((ulong)EventLimits.MaxRound),
        (long)reader.VarUInt((ulong)EventLimits.MaxRound),
        reader.VarUInt(long.MaxValue));
}
