using Komandor.Consensus;
using Komandor.Primitives;

namespace Komandor.Fuzzing;

/// <summary>The decoders of the hashgraph.</summary>
internal static class ConsensusTargets
{
    /// <summary>The targets, in the order in which they run.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } = [Event(), Evidence(), Snapshot()];

    private static FuzzTarget Event() => new(
        "event",
        [Signed(0).Encoded.ToArray(), Signed(3).Encoded.ToArray()],
        bytes => SignedEvent.TryDecode(bytes.ToArray(), out SignedEvent? signed, out _)
            ? signed.Body.Attach(signed.Signature).Encoded.ToArray()
            : null);

    private static FuzzTarget Evidence()
    {
        CanonicalWriter writer = new();
        new BranchEvidence(Signed(1), Signed(2)).Write(writer);
        return new FuzzTarget("branch evidence", [writer.ToArray()], bytes =>
        {
            CanonicalReader reader = new(bytes);
            if (!BranchEvidence.TryRead(ref reader, out BranchEvidence? evidence) || !reader.TryFinish(out _))
            {
                return null;
            }

            CanonicalWriter again = new();
            evidence.Write(again);
            return again.ToArray();
        });
    }

    private static FuzzTarget Snapshot()
    {
        CanonicalWriter writer = new();
        new ConsensusSnapshot(3, [Signed(0).Id, Signed(1).Id], [1, 1, 2], new Timestamp(9), 12).Write(writer);
        return new FuzzTarget("consensus snapshot", [writer.ToArray()], bytes =>
        {
            CanonicalReader reader = new(bytes);
            if (!ConsensusSnapshot.TryRead(ref reader, out ConsensusSnapshot? snapshot) || !reader.TryFinish(out _))
            {
                return null;
            }

            CanonicalWriter again = new();
            snapshot.Write(again);
            return again.ToArray();
        });
    }

    private static SignedEvent Signed(int others)
    {
        ParentReference Parent(uint creator) => new(new EventId(Hash256.Zero), new MemberId(creator), 2);
        return new UnsignedEvent(
            default,
            default,
            new MemberId(9),
            (ulong)others,
            3,
            new Timestamp(1_000 + others),
            7,
            others == 0 ? null : Parent(9),
            [.. Enumerable.Range(0, others).Select(index => Parent((uint)index))],
            [.. Enumerable.Range(0, others).Select(index => (ReadOnlyMemory<byte>)new byte[index + 1])]).Attach(default);
    }
}
