namespace Komandor.PlainState;

/// <summary>How much memory a store may take.</summary>
/// <param name="CacheSizeBytes">For parts of the tree and their values; about 120 bytes and the value an entry that stays hot.</param>
/// <param name="UndoCacheSizeBytes">For what recent commits overwrote, which readers of older versions look up.</param>
public sealed record StateSettings(long CacheSizeBytes = 256L << 20, long UndoCacheSizeBytes = 32L << 20)
{
    /// <summary>The longest value (rule S1).</summary>
    public const int MaximumValueSizeBytes = 1 << 20;
}
