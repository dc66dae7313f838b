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
    private readonly Dictionary<ulong, ulong> _sizes = [];

    /// <summary>The set that a note is spent in; null when none may be used yet.</summary>
    internal ulong? Choose(ulong index, ulong anchor, Func<double> uniform) =>
        CoverChoice.Of(index, SizeAt(anchor), parameters.MinimumCover, uniform);

    /// <summary>Set <paramref name="number"/> under an anchor, which exists.</summary>
    internal (CoverSet Set, CoverRange Range) Get(ulong number, ulong anchor)
    {
        CoverRange range = CoverRange.Of(number, SizeAt(anchor), parameters.MinimumCover)!.Value;
        if (!_sets.TryGetValue((number, anchor), out CoverSet? set))
        {
            byte[] points = new byte[range.Count * Hash256.SizeBytes];
            PoolNote[] notes = new PoolNote[range.Count];
            Scalar[] weights = new Scalar[range.Count];
            for (int place = 0; place < notes.Length; place++)
            {
                notes[place] = copy.Note(PrivateTier.Shielded, range.First + (ulong)place);
                weights[place] = place > 0 && notes[place].Height == notes[place - 1].Height
                    ? weights[place - 1]
                    : PrivateScanner.WeightOf(copy, parameters, chain, notes[place].Height)!.Value;
            }

            NoteWeight.EncodePoints(weights, notes, points);
            Invariant.Require(CoverSet.TryRead(points, out set) == ProofFault.None);
            _sets[(number, anchor)] = set!;
        }

        return (set!, range);
    }

    // A wallet with thousands of notes asks for each of them.
    private ulong SizeAt(ulong anchor)
    {
        if (!_sizes.TryGetValue(anchor, out ulong size))
        {
            size = copy.SizeAt(PrivateTier.Shielded, anchor);
            _sizes.Add(anchor, size);
        }

        return size;
    }
}
