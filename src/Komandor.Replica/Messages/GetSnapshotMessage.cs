using Komandor.Consensus;
using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Asks for a certified state.</summary>
/// <param name="BeyondRound">Only a state of a later round helps.</param>
public sealed record GetSnapshotMessage(long BeyondRound) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.GetSnapshot;

    internal override void Write(CanonicalWriter writer) => writer.VarUInt((ulong)BeyondRound);

    internal static GetSnapshotMessage Read(ref CanonicalReader reader) => new((long)reader.VarUInt((ulong)EventLimits.MaxRound));
}
