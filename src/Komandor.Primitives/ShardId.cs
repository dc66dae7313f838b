namespace Komandor.Primitives;

/// <summary>Names a shard of the chain; the grid itself is <see cref="Grid"/>.</summary>
public readonly record struct ShardId(ushort Value)
{
    /// <summary>The upper layer, which has a hashgraph and a ledger of its own.</summary>
    public static ShardId Grid => new(ushort.MaxValue);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
