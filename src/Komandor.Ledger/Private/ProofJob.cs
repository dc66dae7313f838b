using Komandor.Cryptography;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>A transaction whose proofs are to be judged, with what the state adds to their statements.</summary>
internal sealed class ProofJob
{
    private static readonly HashDomain _domain = new("komandor.verdict");

    private readonly PoolView _view;
    private readonly PoolAnchor _anchor;

    private ProofJob(PoolView view, Transaction transaction, int index, byte[][] rings, PoolAnchor anchor)
    {
        (_view, _anchor) = (view, anchor);
        Transaction = transaction;
        Index = index;
        Rings = rings;
        Context = transaction.Body.Context;
        CanonicalWriter writer = new(256);
        writer.Hash(transaction.WitnessId.Value);
        foreach (byte[] ring in rings)
        {
            writer.Raw(ring);
        }

        writer.Hash(anchor.Block.Value);
        Statement = Blake2b.Hash(_domain, writer.Written);
    }

    /// <summary>The transaction.</summary>
    internal Transaction Transaction { get; }

    /// <summary>Where its verdict goes.</summary>
    internal int Index { get; }

    /// <summary>What its proofs are bound to.</summary>
    internal Hash256 Context { get; }

    /// <summary>Key and commitment of the members of each ring.</summary>
    internal byte[][] Rings { get; }

    /// <summary>The shielded inputs; empty in the ring tier.</summary>
    internal ReadOnlySpan<ShieldedInput> Inputs =>
        Transaction.Body.Bundle is ShieldedBundle shielded ? shielded.Inputs.AsSpan() : [];

    /// <summary>Groups what shares cover sets: the anchor, and the first input's set.</summary>
    internal (BlockId Anchor, ulong Set) Group => (_anchor.Block, Inputs.IsEmpty ? 0 : Inputs[0].Set);

    /// <summary>The hash of all that decides the verdict: the transaction's bytes, which name the sets, and the rings' notes or the anchor's block, which commits to the sets'.</summary>
    internal Hash256 Statement { get; }

    /// <summary>The cover set of a shielded input. It may have to be prepared, which is why the cheaper proofs are judged first.</summary>
    internal CoverSet SetOf(CoverSets sets, ShieldedInput input) => sets.Get(
        _view, PoolId.Shielded, input.Set, CoverRange.Of(input.Set, _anchor.Size, _view.Parameters.MinimumCover)!.Value, _anchor);

    /// <summary>Gathers a job; the bundle obeys rules N22 to N25.</summary>
    internal static ProofJob Of(PoolView view, Transaction transaction, int index) => transaction.Body.Bundle switch
    {
        RingBundle ring => new ProofJob(view, transaction, index, [.. ring.Inputs.Select(input => PrivateChecks.Ring(view, input))], default),
        ShieldedBundle { InputCount: > 0 } shielded =>
            new ProofJob(view, transaction, index, [], view.UsableAnchor(PoolId.Shielded, shielded.AnchorHeight)!.Value),
        _ => new ProofJob(view, transaction, index, [], default),
    };
}
