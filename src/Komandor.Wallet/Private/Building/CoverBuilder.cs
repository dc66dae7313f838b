using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private.Building;

/// <summary>Cover sets out of the wallet's own copy.</summary>
/// <remarks>docs/protocol/private-money.md §1 and §3; which set is chosen: private-wallet.md §6.</remarks>
internal sealed class CoverBuilder(PoolCopy copy, PrivateParameters parameters, ChainId chain)
{
    private readonly Dictionary<(ulong Number, ulong Anchor), CoverSet> _sets = [];

    /// <summary>The set that a note is spent in; null when none may be used yet.</summary>
    internal ulong? Choose(ulong index, ulong anchor, Func<double> uniform) =>
        CoverChoice.Of(index, copy.SizeAt(PrivateTier.Shielded, anchor), parameters.MinimumCover, uniform);

    /// <summary>Set <paramref name="number"/> under an anchor, which exists.</summary>
    internal (CoverSet Set, CoverRange Range) Get(ulong number, ulong anchor)
    {
        CoverRange range = CoverRange.Of(number, copy.SizeAt(PrivateTier.Shielded, anchor), parameters.MinimumCover)!.Value;
        if (!_sets.TryGetValue((number, anchor), out CoverSet? set))
        {
            byte[] points = new byte[range.Count * Hash256.SizeBytes];
            ulong height = ulong.MaxValue;
            Scalar weight = default;
            for (int place = 0; place < range.Count; place++)
            {
                PoolNote note = copy.Note(PrivateTier.Shielded, range.First + (ulong)place);
                if (note.Height != height)
                {
                    height = note.Height;
                    weight = PrivateScanner.WeightOf(copy, parameters, chain, height)!.Value;
                }

                NoteMaker.Encode(NoteWeight.Point(weight, NoteMaker.Read(note.Key), NoteMaker.Read(note.Commitment)))
                    .CopyTo(points.AsSpan(place * Hash256.SizeBytes));
            }

            Invariant.Require(CoverSet.TryRead(points, out set) == ProofFault.None);
            _sets[(number, anchor)] = set!;
        }

        return (set!, range);
    }
}
