using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Two signed events that one honest member cannot both have created: docs/protocol/hashgraph.md §9. Anyone can check it.</summary>
/// <param name="First">The one with the lower sequence, or the lower id when the sequences are equal.</param>
/// <param name="Second">The other one.</param>
public sealed record BranchEvidence(SignedEvent First, SignedEvent Second)
{
    /// <summary>Who branched, if the evidence proves anything.</summary>
    public MemberId Culprit => First.Body.Creator;

    /// <summary>Orders the two events as the encoding wants them.</summary>
    public static BranchEvidence Of(SignedEvent one, SignedEvent other)
    {
        int order = one.Body.Sequence.CompareTo(other.Body.Sequence);
        return (order != 0 ? order : one.Id.CompareTo(other.Id)) < 0 ? new BranchEvidence(one, other) : new BranchEvidence(other, one);
    }

    /// <summary>Whether it proves that <see cref="Culprit"/> branched.</summary>
    /// <param name="verifier">Checks chain, shard and signatures.</param>
    /// <param name="schedule">The rosters, which must still hold those of both birth rounds.</param>
    public BranchFault Verify(EventVerifier verifier, RosterSchedule schedule)
    {
        BranchFault fault = Check(First, Second);
        return fault != BranchFault.None ? fault
            : verifier.Verify(First, schedule, out _) != EventFault.None
            || verifier.Verify(Second, schedule, out _) != EventFault.None ? BranchFault.EventRefused
            : BranchFault.None;
    }

    /// <summary>Encodes both events.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.Bytes(First.Encoded.Span);
        writer.Bytes(Second.Encoded.Span);
    }

    /// <summary>Reads untrusted bytes; says nothing about what they prove.</summary>
    public static bool TryRead(ref CanonicalReader reader, [NotNullWhen(true)] out BranchEvidence? evidence)
    {
        byte[] first = reader.Bytes(EventLimits.MaxSizeBytes).ToArray();
        byte[] second = reader.Bytes(EventLimits.MaxSizeBytes).ToArray();
        evidence = reader.Fault == EncodingFault.None
            && SignedEvent.TryDecode(first, out SignedEvent? one, out _)
            && SignedEvent.TryDecode(second, out SignedEvent? other, out _)
                ? new BranchEvidence(one, other)
                : null;
        return evidence is not null;
    }

    /// <summary>Whether the two events contradict each other, their signatures aside.</summary>
    internal static BranchFault Check(SignedEvent first, SignedEvent second)
    {
        UnsignedEvent one = first.Body;
        UnsignedEvent other = second.Body;
        if (one.Creator != other.Creator)
        {
            return BranchFault.DifferentCreators;
        }

        bool ordered = one.Sequence < other.Sequence || (one.Sequence == other.Sequence && first.Id.CompareTo(second.Id) < 0);
        if (!ordered)
        {
            return BranchFault.NotOrdered;
        }

        // The later event's self-parent is the earlier one or its descendant, so it cannot be born before it.
        bool skips = one.Sequence < other.Sequence && other.SelfParent is ParentReference self && self.BirthRound < one.BirthRound;
        bool replaces = one.Sequence + 1 == other.Sequence && other.SelfParent is ParentReference parent && parent.Id != first.Id;
        return one.Sequence == other.Sequence || skips || replaces ? BranchFault.None : BranchFault.NoContradiction;
    }
}
