using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>A bundle whose notes hide among sixteen.</summary>
public sealed record RingBundle : PrivateBundle
{
    /// <inheritdoc/>
    public override PrivateTier Tier => PrivateTier.Ring;

    /// <inheritdoc/>
    public override int InputCount => Inputs.Length;

    /// <summary>The spent notes, strictly ascending by image: none or up to 16.</summary>
    public ImmutableArray<RingInput> Inputs { get; init; } = [];

    /// <inheritdoc/>
    public override Hash256 TagOf(int input) => Inputs[input].Image;

    /// <inheritdoc/>
    public override Hash256 CommitmentOf(int input) => Inputs[input].Commitment;

    internal override void WriteInputs(CanonicalWriter writer)
    {
        writer.VarUInt((ulong)Inputs.Length);
        foreach (RingInput input in Inputs)
        {
            input.Write(writer);
        }
    }
}
