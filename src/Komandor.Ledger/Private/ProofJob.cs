using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>A transaction whose proofs are to be judged, with what names the part of the state that its proofs are about: the notes themselves are read by whoever judges.</summary>
internal sealed class ProofJob
{
    private static readonly HashDomain _domain = new("komandor.verdict");

    private Hash256? _context;

    private ProofJob(PoolView view, Transaction transaction, int index, BlockId[] rings, CoverName[] sets)
    {
        View = view;
        Sets = sets;
        Transaction = transaction;
        Index = index;
        CanonicalWriter writer = new(256);
        writer.Hash(transaction.WitnessId.Value);
        foreach (BlockId ring in rings)
        {
            writer.Hash(ring.Value);
        }

        foreach (CoverName set in sets)
        {
            set.Write(writer);
        }

        Statement = Blake2b.Hash(_domain, writer.Written);
    }

    /// <summary>The transaction.</summary>
    internal Transaction Transaction { get; }

    /// <summary>Where its verdict goes.</summary>
    internal int Index { get; }

    /// <summary>What its proofs are bound to. For one thread: a verdict that is known needs no context.</summary>
    internal Hash256 Context => _context ??= Transaction.Body.Context;

    /// <summary>The ring inputs; empty in the shielded tier.</summary>
    internal ReadOnlySpan<RingInput> Rings =>
        Transaction.Body.Bundle is RingBundle ring ? ring.Inputs.AsSpan() : [];

    /// <summary>The shielded inputs; empty in the ring tier.</summary>
    internal ReadOnlySpan<ShieldedInput> Inputs =>
        Transaction.Body.Bundle is ShieldedBundle shielded ? shielded.Inputs.AsSpan() : [];

    /// <summary>The state that the sets are read from.</summary>
    internal PoolView View { get; }

    /// <summary>The cover set of each shielded input: named, and prepared when the cheaper proofs hold.</summary>
    internal CoverName[] Sets { get; }

    /// <summary>The hash of all that decides the verdict: the transaction's bytes, which say who is in its rings, and what names these notes or those of its sets.</summary>
    internal Hash256 Statement { get; }

    /// <summary>Gathers a job; the bundle obeys rules N22 to N25.</summary>
    internal static ProofJob Of(PoolView view, Transaction transaction, int index)
    {
        switch (transaction.Body.Bundle)
        {
            case RingBundle ring:
                return new ProofJob(view, transaction, index, [.. ring.Inputs.Select(input => view.CommittingBlock(PoolId.Ring, input.Members[^1]))], []);
            case ShieldedBundle { InputCount: > 0 } shielded:
                PoolAnchor anchor = view.UsableAnchor(PoolId.Shielded, shielded.AnchorHeight)!.Value;
                CoverName[] covers = new CoverName[shielded.Inputs.Length];
                for (int input = 0; input < covers.Length; input++)
                {
                    CoverRange range = CoverRange.Of(shielded.Inputs[input].Set, anchor.Size, view.Parameters.MinimumCover)!.Value;
                    covers[input] = CoverName.Of(view, PoolId.Shielded, range);
                }

                return new ProofJob(view, transaction, index, [], covers);
            default:
                return new ProofJob(view, transaction, index, [], []);
        }
    }
}
