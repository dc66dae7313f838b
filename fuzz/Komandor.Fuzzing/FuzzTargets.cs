using Komandor.Primitives;

namespace Komandor.Fuzzing;

/// <summary>Every decoder of untrusted bytes.</summary>
internal static class FuzzTargets
{
    /// <summary>The targets, in the order in which they run.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
        [Roster(), .. ConsensusTargets.All, .. LedgerTargets.All, .. StateTargets.All, .. NetworkTargets.All, .. ApiTargets.All, .. ProofTargets.All, .. WalletTargets.All];

    private static FuzzTarget Roster()
    {
        CanonicalWriter writer = new();
        Primitives.Roster.Create(
        [
            new RosterMember(new MemberId(1), new PublicKey(Filled(1)), 1),
            new RosterMember(new MemberId(7), new PublicKey(Filled(2)), 300),
        ]).Write(writer);
        return new FuzzTarget("roster", [writer.ToArray()], bytes =>
        {
            CanonicalReader reader = new(bytes);
            Roster? roster = Primitives.Roster.TryRead(ref reader);
            if (!reader.TryFinish(out _) || roster is null)
            {
                return null;
            }

            CanonicalWriter again = new();
            roster.Write(again);
            return again.ToArray();
        });
    }

    private static byte[] Filled(byte value)
    {
        byte[] bytes = new byte[32];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
