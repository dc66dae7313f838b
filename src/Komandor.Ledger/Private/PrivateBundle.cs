using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The private part of a transaction's body: <see cref="RingBundle"/> or <see cref="ShieldedBundle"/>; docs/protocol/private-money.md §2.</summary>
public abstract record PrivateBundle
{
    private protected PrivateBundle()
    {
    }

    /// <summary>The tier of its notes.</summary>
    public abstract PrivateTier Tier { get; }

    /// <summary>The number of private inputs.</summary>
    public abstract int InputCount { get; }

    /// <summary>The asset: KMCC, the only one that has pools.</summary>
    public AssetId Asset { get; init; }

    /// <summary>What comes into the pool, in units of KMCC; only without private inputs.</summary>
    public ulong Entering { get; init; }

    /// <summary>What leaves the pool for the transparent outputs, in units of KMCC; only with private inputs.</summary>
    public ulong Leaving { get; init; }

    /// <summary>The notes that it makes.</summary>
    public required ImmutableArray<PrivateOutput> Outputs { get; init; }

    /// <summary>With <see cref="Entering"/>: the scalar that the outputs' blinding factors sum to, little-endian.</summary>
    public Hash256 Excess { get; init; }

    /// <summary>512 bytes for the recipient, sealed: 528.</summary>
    public required ReadOnlyMemory<byte> SealedMemo { get; init; }

    /// <summary>What the payer seals to itself, 160 bytes.</summary>
    public required ReadOnlyMemory<byte> Recovery { get; init; }

    /// <summary>The pool that it works on.</summary>
    public PoolId Pool => PoolId.Of(Tier);

    /// <summary>The tag or the image of an input.</summary>
    public abstract Hash256 TagOf(int input);

    /// <summary>C′ of an input.</summary>
    public abstract Hash256 CommitmentOf(int input);

    internal abstract void WriteInputs(CanonicalWriter writer);

    internal void Write(CanonicalWriter writer)
    {
        writer.Byte((byte)Tier);
        writer.Byte(PrivateLimits.ProofVersion);
        writer.Hash(Asset.Value);
        writer.VarUInt(Entering);
        writer.VarUInt(Leaving);
        WriteInputs(writer);
        if (Tier == PrivateTier.Ring)
        {
            writer.VarUInt((ulong)Outputs.Length);
        }

        foreach (PrivateOutput output in Outputs)
        {
            output.Write(writer);
        }

        if (Entering > 0)
        {
            writer.Hash(Excess);
        }

        writer.Raw(SealedMemo.Span);
        writer.Raw(Recovery.Span);
    }
}
