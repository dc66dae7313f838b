using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>A bundle whose notes hide in cover sets; always two outputs.</summary>
public sealed record ShieldedBundle : PrivateBundle
{
    /// <inheritdoc/>
    public override PrivateTier Tier => PrivateTier.Shielded;

    /// <inheritdoc/>
    public override int InputCount => Inputs.Length;

    /// <summary>The height of the anchor that fixes the cover sets; zero without inputs.</summary>
    public ulong AnchorHeight { get; init; }

    /// <summary>None, or two, strictly ascending by tag.</summary>
    public ImmutableArray<ShieldedInput> Inputs { get; init; } = [];

    /// <inheritdoc/>
    public override Hash256 TagOf(int input) => Inputs[input].Tag;

    /// <inheritdoc/>
    public override Hash256 CommitmentOf(int input) => Inputs[input].Commitment;

    internal override void WriteInputs(CanonicalWriter writer)
    {
        writer.VarUInt(AnchorHeight);
        writer.VarUInt((ulong)Inputs.Length);
        foreach (ShieldedInput input in Inputs)
        {
            input.Write(writer);
        }
    }
}
